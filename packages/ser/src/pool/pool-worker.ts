import { serveJobs } from '@ser/core';
import { loadRecognizer } from '../recognizer.js';
import { doJob, type RecognizerJob } from './pool-jobs.js';

serveJobs(async ({ model }: { readonly model: string | undefined }) => {
  const recognizer = await loadRecognizer(model);
  return (job: RecognizerJob) => doJob(recognizer, job);
});
