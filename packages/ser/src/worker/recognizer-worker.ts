import { serveJobs } from '@ser/core';
import { openEngine } from '../recognize/engine.js';
import type { WorkerAnswer, WorkerJob, WorkerSetup } from './messages.js';

serveJobs(async ({ path, ...options }: WorkerSetup) => {
  const engine = await openEngine(path, options);
  return async (job: WorkerJob, _report: (report: never) => void, signal: AbortSignal): Promise<WorkerAnswer> => {
    if (job.kind === 'describe') return engine.description;
    if (job.kind === 'enroll') return engine.enroll(job.recordings, { signal, own: [] });
    return engine.predict(job.name, job.audio, { ...job.options, signal, own: [] });
  };
});
