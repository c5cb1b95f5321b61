import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { CLIPS } from '../signals/settings.mjs';

/**
 * The same work on `threads` worker threads, each with its share of the clips, which lie in shared memory.
 * Starting the workers is not measured; handing out the work and waiting for the last one is.
 */
export async function prepareWorkers(work, clips, threads) {
  const length = clips[0].length;
  const shared = new SharedArrayBuffer(clips.length * length * Float32Array.BYTES_PER_ELEMENT);
  clips.forEach((clip, i) => {
    new Float32Array(shared, i * length * 4, length).set(clip);
  });
  const workers = Array.from(
    { length: threads },
    () =>
      new Worker(new URL('./ser-dsp-worker.mjs', import.meta.url), {
        workerData: { work, shared, length, sampleRate: CLIPS.sampleRate },
      }),
  );
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  return {
    async run(count) {
      const start = performance.now();
      const done = workers.map((worker) => once(worker, 'message'));
      workers.forEach((worker, i) => {
        const share = (k) => Math.round((k * count) / threads);
        worker.postMessage({ from: share(i), to: share(i + 1) });
      });
      await Promise.all(done);
      return performance.now() - start;
    },
    close: () => Promise.all(workers.map((worker) => worker.terminate())),
  };
}
