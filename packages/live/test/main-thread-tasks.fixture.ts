import type { Page } from 'playwright-core';

/** A task of a thread, in milliseconds. */
export interface Task {
  /** By the clock: on a busy machine, with the time in which other programs ran. */
  readonly duration: number;
  /** Of the processor. */
  readonly work: number;
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/** Records the tasks of the main thread of a page while `work` is done. */
export async function mainThreadTasks(page: Page, work: () => Promise<void>): Promise<Task[]> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'disabled-by-default-devtools.timeline', '__metadata'] },
  });
  await work();
  const complete = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()));
  await session.send('Tracing.end');
  await complete;
  await session.detach();
  const keyOf = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`;
  const main = new Set(
    events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(keyOf),
  );
  return events
    .filter((event) => /RunTask/.test(event.name) && event.tdur !== undefined && main.has(keyOf(event)))
    .map(({ dur = 0, tdur = 0 }) => ({ duration: dur / 1000, work: tdur / 1000 }));
}
