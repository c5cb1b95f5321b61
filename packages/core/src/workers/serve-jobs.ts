import type { Answer, Order } from './messages.js';
import { plainError } from './plain-error.js';
import { ownerPort } from './platform.js';

/**
 * What a worker does with a job.
 *
 * @param report sends news of the job while it runs.
 * @param signal is aborted if the caller no longer wants the result of the job.
 */
export type JobHandler<Job, Result, Report> = (
  job: Job,
  report: (report: Report) => void,
  signal: AbortSignal,
) => Result | Promise<Result>;

/**
 * Makes the module it is called in a worker of `runJobs`, `openWorker` or `openWorkerPool`: it answers jobs, one after
 * the other.
 *
 * @param start receives the `setup`, gets ready, and returns the function that does a job. What it throws, each job
 *   ends with.
 * @throws SerError `UNSUPPORTED_PLATFORM` outside of a worker.
 * @example
 * serveJobs((setup: { factor: number }) => (job: number) => job * setup.factor);
 */
export function serveJobs<Setup, Job, Result, Report = never>(
  start: (setup: Setup) => JobHandler<Job, Result, Report> | Promise<JobHandler<Job, Result, Report>>,
): void {
  const port = ownerPort();
  const answer = (message: Answer): void => port.send(message);
  let ready: Promise<JobHandler<Job, Result, Report>> | undefined;
  let current = new AbortController();
  const handle = async (job: Job): Promise<void> => {
    current = new AbortController();
    try {
      const handler = await ready!;
      const result = await handler(job, (report) => answer({ kind: 'report', report }), current.signal);
      answer({ kind: 'result', result });
    } catch (error) {
      answer({ kind: 'failure', error: plainError(error) });
    }
  };
  let last = Promise.resolve();
  port.receive((message) => {
    const order = message as Order;
    if (order.kind === 'abort') current.abort();
    else if (order.kind === 'job') last = last.then(() => handle(order.job as Job));
    else {
      ready = Promise.resolve(order.setup as Setup).then(start);
      // Its failure is also the answer to each job.
      ready.then(
        () => answer({ kind: 'ready' }),
        (error) => answer({ kind: 'not-ready', error: plainError(error) }),
      );
    }
  });
}
