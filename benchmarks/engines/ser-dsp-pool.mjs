// node ser-dsp-pool.mjs <threads>: worker threads in a process of their own, asked by lines.
//   { prepare: work }  -> {}
//   { run: clips }     -> { ms }   from handing out the work to the last answer; starting the workers is not measured
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { answerLines } from '../harness/answer-lines.mjs';
import { CLIPS } from '../signals/settings.mjs';
import { speechClips } from '../signals/speech.mjs';

const threads = Number(process.argv[2]);
let workers = [];

await answerLines(async ({ prepare, run }) => {
  if (prepare !== undefined) {
    workers = await start(prepare);
    return {};
  }
  const began = performance.now();
  const done = workers.map((worker) => once(worker, 'message'));
  const share = (i) => Math.round((i * run) / threads);
  workers.forEach((worker, i) => {
    worker.postMessage({ from: share(i), to: share(i + 1) });
  });
  await Promise.all(done);
  return { ms: performance.now() - began };
});

/** The clips lie in memory that all workers share, so that a message is two numbers. */
async function start(work) {
  const clips = speechClips(CLIPS);
  const { length } = clips[0];
  const shared = new SharedArrayBuffer(clips.length * length * Float32Array.BYTES_PER_ELEMENT);
  const all = new Float32Array(shared);
  clips.forEach((clip, i) => {
    all.set(clip, i * length);
  });
  const script = new URL('./ser-dsp-worker.mjs', import.meta.url);
  const started = Array.from(
    { length: threads },
    () => new Worker(script, { workerData: { work, shared, length, sampleRate: CLIPS.sampleRate } }),
  );
  await Promise.all(started.map((worker) => once(worker, 'message')));
  return started;
}
