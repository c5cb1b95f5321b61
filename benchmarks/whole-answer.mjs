// Rows of the `predict` benchmark: from the bytes of a recording to the answer of the carried model.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeWav } from '@ser/audio';
import { contest } from './harness/contest.mjs';
import { below } from './harness/goals.mjs';
import { LineProcess, threadEnvironment } from './harness/line-process.mjs';
import { median } from './harness/statistics.mjs';
import { speechClips } from './signals/speech.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const CHILD = here('engines/ser-answer.mjs');
const PYTHON = here('python/load.py');
const SER = here('../packages/ser/bin/ser.js');
const SETTINGS = { sampleRate: 16_000, targetDb: -26, nFft: 512, hopLength: 256, nMels: 64 };

/** Formats of a 3 s clip: the arguments of ffmpeg that make it from WAV, and the goal in ms. */
const FORMATS = {
  'WAV, 16 kHz': { file: 'clip.wav', goal: 6 },
  'WAV, 48 kHz stereo': { file: 'stereo.wav', ffmpeg: ['-ar', '48000', '-ac', '2'], goal: 10 },
  'FLAC, 16 kHz': { file: 'clip.flac', ffmpeg: ['-c:a', 'flac'], goal: 12 },
  'MP3, 44.1 kHz': { file: 'clip.mp3', ffmpeg: ['-ar', '44100', '-c:a', 'libmp3lame', '-b:a', '64k'], goal: 12 },
  'Opus, 48 kHz': { file: 'clip.opus', ffmpeg: ['-c:a', 'libopus', '-b:a', '32k'], goal: 12 },
};

const PARTS = {
  decode: 'decoding',
  resample: 'decoding and resampling to 16 kHz',
  speech: 'whether it is speech',
  network: 'features and network',
};

/** Measures the answers for clips in several formats, what they consist of, and the start of command and package. */
export async function wholeAnswers({ pace, log }) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ser-bench-'));
  const ours = new LineProcess(process.execPath, [CHILD]);
  const python = await openPython();
  const [rows, goals] = [[], []];
  try {
    const [samples] = speechClips({ count: 1, seconds: 3, sampleRate: SETTINGS.sampleRate, seed: 11 });
    const wav = path.join(folder, 'clip.wav');
    writeFileSync(wav, encodeWav({ samples, sampleRate: SETTINGS.sampleRate }));
    for (const [format, { file, ffmpeg, goal }] of Object.entries(FORMATS)) {
      const work = `bytes of 3 s of ${format} → answer`;
      log(work);
      const target = path.join(folder, file);
      const unmeasured = ffmpeg && convert(wav, target, ffmpeg);
      const ask = (measure) => async () => (await ours.ask({ path: target, measure, times: 5 }, LIMIT)).ms;
      const own = { engine: 'ser', threads: 1, ours: true, warmUps: 10, unmeasured, run: ask('answer') };
      const [whole, peer] = await contest(work, [own, python.contender(target, unmeasured)], pace);
      rows.push(whole, peer);
      for (const [part, title] of Object.entries(PARTS))
        rows.push(...(await contest(`${work}: ${title}`, [{ ...own, warmUps: 5, run: ask(part) }], pace)));
      goals.push(below(`${format}: ms from bytes to answer`, whole.medianMs, goal));
    }
    const cold = coldStart(wav);
    const imported = importCost();
    rows.push(...[cold, imported]);
    goals.push(below('cold ser predict clip.wav: ms of CPU', cold.medianMs, 600));
    goals.push(below('import of @ser/dsp: ms', imported.medianMs, 15));
  } finally {
    ours.close();
    python.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return { rows, goals };
}

const LIMIT = { limitMs: 60_000 };

/** Returns why there is no converted file, or undefined. */
function convert(from, to, options) {
  try {
    execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', from, ...options, to], { stdio: ['ignore', 'ignore', 'pipe'] });
    return undefined;
  } catch (error) {
    return error.code === 'ENOENT' ? 'there is no ffmpeg to make the file' : error.message;
  }
}

async function openPython() {
  const command = process.env.SER_BENCH_PYTHON;
  const child = command ? new LineProcess(command, [PYTHON], { env: threadEnvironment(1) }) : undefined;
  const failure = child
    ? await child.ask({ settings: SETTINGS }, LIMIT).then(
        () => undefined,
        (error) => error.message,
      )
    : 'SER_BENCH_PYTHON names no Python';
  return {
    close: () => child?.close(),
    contender: (file, unmeasured) => ({
      engine: 'librosa.load and log-mel',
      threads: 1,
      warmUps: 3,
      note: 'without a network and without a look at the speech',
      unmeasured: unmeasured ?? failure,
      run: async () => (await child.ask({ file, times: 5 }, LIMIT)).ms,
    }),
  };
}

/** The processor time of a command that answers for one clip, all threads together. */
function coldStart(wav) {
  const hook =
    "process.on('exit',()=>{const{user,system}=process.cpuUsage();process.stderr.write('cpu '+(user+system)/1000)})";
  const run = () => {
    const { stderr } = spawnSync(
      process.execPath,
      ['--import', `data:text/javascript,${encodeURIComponent(hook)}`, SER, 'predict', wav],
      { encoding: 'utf8' },
    );
    return Number(/cpu ([\d.]+)/.exec(stderr)[1]);
  };
  return started('cold ser predict clip.wav, CPU time', 'ser', run);
}

/** The time of `import('@ser/dsp')` in a new process. */
function importCost() {
  const script = "const t=performance.now();await import('@ser/dsp');console.log(performance.now()-t)";
  const run = () =>
    Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: here('.'), encoding: 'utf8' }));
  return started("import('@ser/dsp')", '@ser/dsp', run);
}

function started(work, engine, run) {
  const times = Array.from({ length: 8 }, run).slice(1);
  return { work, engine, threads: 1, medianMs: Number(median(times).toPrecision(4)), runs: times.length, ours: true };
}
