import { existsSync } from 'node:fs';
import type { LaunchOptions, Page } from 'playwright-core';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** True if there is a browser to test with; otherwise the reason is printed. */
export const hasChromium: boolean = existsSync(CHROMIUM);
if (!hasChromium) console.info(`skipped: no Chromium at ${CHROMIUM} (set CHROMIUM_PATH)`);

/** Returns the options that start headless Chromium without background traffic. */
export const chromiumOptions = (...args: string[]): LaunchOptions => ({
  executablePath: CHROMIUM,
  args: [
    ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
    ...['--disable-background-networking', '--disable-component-update', '--disable-sync', ...args],
  ],
});

/** Returns the options that start headless Chromium with a microphone that plays a WAV file. */
export const listeningOptions = (wav: string): LaunchOptions & { readonly permissions: string[] } => ({
  ...chromiumOptions(
    ...['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
    ...[`--use-file-for-fake-audio-capture=${wav}`, '--autoplay-policy=no-user-gesture-required'],
  ),
  permissions: ['microphone'],
});

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

/** Records the tasks of the main thread of a page until the function that is returned is called, which returns them. */
export async function traceTasks(page: Page): Promise<() => Promise<Task[]>> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'disabled-by-default-devtools.timeline', '__metadata'] },
  });
  return async () => {
    const complete = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()));
    await session.send('Tracing.end');
    await complete;
    await session.detach();
    const keyOf = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`;
    const names = events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
    const main = new Set(names.map(keyOf));
    return events
      .filter((event) => /RunTask/.test(event.name) && event.tdur !== undefined && main.has(keyOf(event)))
      .map(({ dur = 0, tdur = 0 }) => ({ duration: dur / 1000, work: tdur / 1000 }));
  };
}

interface Axe {
  run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
}

/**
 * Returns the accessibility problems of a page, each with the first elements that have it.
 *
 * @param source the script of axe-core.
 */
export async function accessibilityProblems(page: Page, source: string): Promise<string[]> {
  await page.evaluate(source);
  const violations = await page.evaluate(
    async () => (await (globalThis as unknown as { axe: Axe }).axe.run()).violations,
  );
  return violations.map(
    ({ id, impact, nodes }) => `${id} (${impact}): ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 150))}`,
  );
}
