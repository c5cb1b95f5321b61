import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { encodeWav } from '@ser/audio';
import { syntheticCorpus } from '@ser/datasets';

const BIN = fileURLToPath(new URL('../../packages/ser/bin/ser.js', import.meta.url));

/** Threads of a command that is given none. */
export const threads = availableParallelism();

/** Returns clips of the synthetic corpus as WAV, each with its own content. */
export async function syntheticClips(count) {
  const corpus = syntheticCorpus();
  const clips = [];
  for (let i = 0; i < count; i++) {
    const { samples, sampleRate } = await corpus.read(corpus.utterances[i % corpus.utterances.length]);
    const gain = 1 - 0.3 * (i / count);
    clips.push(encodeWav({ samples: samples.map((sample) => gain * sample), sampleRate }));
  }
  return clips;
}

/**
 * Starts the `ser` command as it is built, and ends when it has printed what `ready` finds.
 *
 * @returns `found`, what it printed; `child`; `ended`, a promise of how it ended; `stop` sends SIGTERM and waits.
 */
export function startSer(args, { ready, env = {} } = {}) {
  const child = spawn(process.execPath, [BIN, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  const ended = new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal, ...said })));
  const running = {
    child,
    ended,
    found: undefined,
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
  return new Promise((resolve, reject) => {
    for (const name of ['stdout', 'stderr'])
      child[name].setEncoding('utf8').on('data', (text) => {
        said[name] = (said[name] + text).slice(-20_000);
        running.found ??= ready?.exec(said[name])?.[0];
        if (running.found !== undefined) resolve(running);
      });
    if (ready === undefined) resolve(running);
    ended.then(({ code, stderr }) => reject(new Error(`ser ${args[0]} ended with ${code}: ${stderr.split('\n')[0]}`)));
  });
}
