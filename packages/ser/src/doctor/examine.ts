import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { printable } from '@ser/core';
import { CORPUS_NAMES, syntheticCorpus } from '@ser/datasets';
import { corpusFolder } from '@ser/datasets/node';
import { startBackend } from '@ser/models';
import { env } from '@tensorflow/tfjs-core';
import { tryFolder } from '../cli/output/output-folder.js';
import { loadRecognizer } from '../recognizer.js';
import { VERSION } from '../version.js';

/** Something that the command needs or can use. */
export interface Finding {
  /** `ok`; `optional` for what is missing and not needed by most; `wrong` for what must be mended. */
  readonly state: 'ok' | 'optional' | 'wrong';
  readonly name: string;
  readonly message: string;
  /** What to do, for all that is not `ok`. */
  readonly advice?: string | undefined;
}

/** Oldest supported Node.js: major and minor version. */
const OLDEST = [20, 19] as const;

const reasonOf = (error: unknown): string => printable(error instanceof Error ? error.message : String(error));

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isOld = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
  return {
    state: isOld ? 'wrong' : 'ok',
    name: 'Node.js',
    message: `${process.version} on ${process.platform} ${process.arch}`,
    advice: isOld ? `Install Node.js ${OLDEST.join('.')} or later.` : undefined,
  };
}

async function backend(): Promise<Finding> {
  const name = 'TensorFlow.js';
  try {
    const running = await startBackend({ onWarning: () => {} });
    if (running === 'cpu')
      return {
        state: 'wrong',
        name,
        message: 'runs without WebAssembly, many times slower',
        advice: 'Update Node.js.',
      };
    const hasSimd = await env().getAsync('WASM_HAS_SIMD_SUPPORT');
    return {
      state: hasSimd ? 'ok' : 'wrong',
      name,
      message: `WebAssembly ${hasSimd ? 'with' : 'without'} SIMD`,
      advice: hasSimd ? undefined : 'Update Node.js: without SIMD, all is several times slower.',
    };
  } catch (error) {
    return { state: 'wrong', name, message: reasonOf(error), advice: 'Install the packages again.' };
  }
}

async function model(): Promise<Finding> {
  const name = 'model open';
  try {
    const corpus = syntheticCorpus();
    const recognizer = await loadRecognizer();
    const { label } = await recognizer.predict(await corpus.read(corpus.utterances[0]!));
    recognizer.dispose();
    return { state: 'ok', name, message: `answers (${label} for a synthetic clip)` };
  } catch (error) {
    return { state: 'wrong', name, message: reasonOf(error), advice: 'Install the package ser again.' };
  }
}

function workers(): Finding {
  const cores = availableParallelism();
  const message = cores === 1 ? '1 core: one thread' : `${cores} cores: up to ${cores} threads`;
  return { state: 'ok', name: 'threads', message };
}

function corpora(): Finding {
  const found = CORPUS_NAMES.filter((name) => existsSync(corpusFolder(name)));
  const place = process.env.SER_DATA_DIR ?? 'data';
  if (found.length > 0) return { state: 'ok', name: 'corpora', message: `${found.join(', ')} in ${printable(place)}` };
  return {
    state: 'optional',
    name: 'corpora',
    message: `none in ${printable(place)}`,
    advice: 'ser data download --corpus ravdess fetches one; $SER_DATA_DIR or --data says where they are.',
  };
}

function folder(): Finding {
  const name = 'working folder';
  try {
    tryFolder(process.cwd());
    return { state: 'ok', name, message: 'can be written' };
  } catch (error) {
    return {
      state: 'wrong',
      name,
      message: reasonOf(error),
      advice: 'Change to a folder where results can be written.',
    };
  }
}

function otherDecoder(): Finding {
  const name = 'audio-decode';
  try {
    createRequire(import.meta.url).resolve('audio-decode');
    return { state: 'ok', name, message: 'decodes M4A, AAC, WMA and other formats' };
  } catch {
    return {
      state: 'optional',
      name,
      message: 'is not installed: M4A, AAC and WMA are not decoded',
      advice: 'npm install audio-decode',
    };
  }
}

function encoders(): Finding {
  const name = 'onnxruntime-node';
  try {
    createRequire(import.meta.resolve('@ser/encoders')).resolve(name);
    return { state: 'ok', name, message: 'runs speech encoders' };
  } catch {
    return {
      state: 'optional',
      name,
      message: 'is not installed: models with a speech encoder do not run',
      advice: `npm install ${name}`,
    };
  }
}

function ffmpeg(): Finding {
  const name = 'ffmpeg';
  try {
    const [version = ''] = execFileSync('ffmpeg', ['-version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).split('\n');
    return { state: 'ok', name, message: printable(version.split(' ').slice(0, 3).join(' ')) };
  } catch {
    return {
      state: 'optional',
      name,
      message: 'is not installed: it converts other formats, and records a microphone for ser predict -',
      advice: 'Install it with the package manager of the system.',
    };
  }
}

/** Examines what the command needs, and what it can use, on this machine. */
export async function examine(): Promise<readonly Finding[]> {
  const version: Finding = { state: 'ok', name: 'ser', message: VERSION };
  return [
    ...[version, node(), await backend(), await model(), workers()],
    ...[folder(), corpora(), otherDecoder(), encoders(), ffmpeg()],
  ];
}
