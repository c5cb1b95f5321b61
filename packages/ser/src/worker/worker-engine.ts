import { invalidArgument, openWorker, printable, SerError, throwIfAborted } from '@ser/core';
import type { SpeakerProfile } from '@ser/models/contract';
import { workerSource } from '#worker-source';
import type { LoadOptions, ModelDescription, RecordingPrediction } from '../contract.js';
import type { Engine } from '../recognize/engine.js';
import type { WorkerAnswer, WorkerJob, WorkerSetup } from './messages.js';

/** Loads a model that runs in a worker. */
export async function openWorkerEngine(
  path: string | undefined,
  { signal, timeoutSeconds, workerUrl, encoder }: LoadOptions,
): Promise<Engine & { dispose(): Promise<void> }> {
  if (path !== undefined && typeof path !== 'string') throw invalidArgument('path', path, 'a folder or its URL');
  if (encoder !== undefined && typeof encoder !== 'string')
    throw invalidArgument(
      'encoder',
      encoder.sha256,
      'the path of a file with worker: an open encoder belongs to its thread',
    );
  const { source, hint } = workerSource(workerUrl);
  const stopped = 'loading the model was stopped';
  const worker = openWorker<WorkerSetup, WorkerJob, WorkerAnswer>({
    worker: source,
    setup: { path: absolute(path), timeoutSeconds, encoder },
  });
  let description: ModelDescription;
  try {
    description = (await worker.run({ kind: 'describe' }, { signal, stopped })) as ModelDescription;
  } catch (error) {
    await worker.close();
    throwIfAborted(signal, stopped);
    if (error instanceof SerError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new SerError('UNSUPPORTED_PLATFORM', `the worker cannot be started: ${reason}`, { hint, cause: error });
  }
  let disposed = false;
  const requireWorker = (): void => {
    if (!disposed) return;
    const message = `the model ${printable(description.card.name)} is disposed`;
    throw new SerError('INVALID_ARGUMENT', message, { hint: 'Load it again.' });
  };
  return {
    description,
    async predict(name, audio, { signal, own, ...options }) {
      requireWorker();
      const job: WorkerJob = { kind: 'predict', name, audio, options };
      const answer = await worker.run(job, { signal, stopped: 'the prediction was stopped', transfer: own });
      return answer as RecordingPrediction;
    },
    async enroll(recordings, { signal, own }) {
      requireWorker();
      const job: WorkerJob = { kind: 'enroll', recordings };
      const answer = await worker.run(job, { signal, stopped: 'the enrollment was stopped', transfer: own });
      return answer as SpeakerProfile;
    },
    async dispose() {
      requireWorker();
      disposed = true;
      await worker.close();
    },
  };
}

/** Returns the URL of a model as a page means it: a worker would resolve it by the address of its script. */
function absolute(path: string | undefined): string | undefined {
  const page = typeof document === 'undefined' ? undefined : document.baseURI;
  if (path === undefined || page === undefined || /^(indexeddb|localstorage):/.test(path)) return path;
  return new URL(path, page).href;
}
