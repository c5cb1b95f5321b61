import { serveJobs } from '@ser/core';
import { loadRecognizer } from '../recognizer.js';
import { doJob, type RecognizerJob } from './pool-jobs.js';

serveJobs(async ({ model, encoder }: { readonly model: string | undefined; readonly encoder: string | undefined }) => {
  const recognizer = await loadRecognizer(model, { encoder });
  return (job: RecognizerJob) => doJob(recognizer, job);
});
