import type { Answer, Order } from './messages.js';
import { plainError } from './plain-error.js';
import { ownerPort } from './platform.js';

/** What a worker does with a job. `report` sends news of it while it runs. */
export type JobHandler<Job, Result, Report> = (job: Job, report: (report: Report) => void) => Result | Promise<Result>;

/**
 * Makes the module it is called in a worker of {@link runJobs}: it answers jobs, one after the other.
 *
 * @param start receives the `setup` of `runJobs`, gets ready, and returns the function that does a job. What either of
 *   them throws, `runJobs` throws.
 * @throws SerError `UNSUPPORTED_PLATFORM` outside of a worker.
 * @example
 * serveJobs((setup: { factor: number }) => (job: number) => job * setup.factor);
 */
export function serveJobs<Setup, Job, Result, Report = never>(
  start: (setup: Setup) => JobHandler<Job, Result, Report> | Promise<JobHandler<Job, Result, Report>>,
): void {
  const port = ownerPort();
  const answer = (message: Answer): void => port.send(message);
  const handle = async (order: Order): Promise<void> => {
    try {
      if (order.kind === 'setup') handler = await start(order.setup as Setup);
      else {
        const result = await handler?.(order.job as Job, (report) => answer({ kind: 'report', report }));
        answer({ kind: 'result', result });
      }
    } catch (error) {
      answer({ kind: 'failure', error: plainError(error) });
    }
  };
  let handler: JobHandler<Job, Result, Report> | undefined;
  let last = Promise.resolve();
  port.receive((order) => {
    last = last.then(() => handle(order as Order));
  });
}
