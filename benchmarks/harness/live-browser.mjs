import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

/** Opens the page in headless Chromium with a microphone that plays a WAV file once. */
export async function openLivePage(url, wav) {
  const folder = await mkdtemp(join(tmpdir(), 'ser-bench-live-'));
  const heard = join(folder, 'heard.wav');
  await writeFile(heard, wav);
  const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    permissions: ['microphone'],
    args: [
      ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
      ...['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
      ...[`--use-file-for-fake-audio-capture=${heard}%noloop`, '--autoplay-policy=no-user-gesture-required'],
    ],
  });
  const page = await context.newPage();
  await page.goto(url);
  await page.locator('[data-status=ready]').waitFor({ timeout: 120_000 });
  return {
    page,
    async close() {
      await context.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Returns a function that measures what the page and its worker keep after a garbage collection: objects of the heap, and
 * buffers outside it (samples, pictures, WebAssembly memory), in MiB.
 */
export async function heapMeter(page) {
  const session = await page.context().newCDPSession(page);
  const waiting = new Map();
  let worker;
  let last = 0;
  session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type === 'worker') worker = sessionId;
  });
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message);
    waiting.get(id)?.(result);
    waiting.delete(id);
  });
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  const inWorker = (method) =>
    new Promise((resolve) => {
      last++;
      waiting.set(last, resolve);
      const message = JSON.stringify({ id: last, method });
      void session.send('Target.sendMessageToTarget', { sessionId: worker, message });
    });
  return async () => {
    const parts = [];
    for (const send of [(method) => session.send(method), inWorker]) {
      await send('HeapProfiler.collectGarbage');
      const { usedSize, backingStorageSize = 0 } = await send('Runtime.getHeapUsage');
      parts.push((usedSize + backingStorageSize) / 2 ** 20);
    }
    return { pageMiB: Math.round(10 * parts[0]) / 10, workerMiB: Math.round(10 * parts[1]) / 10 };
  };
}

/**
 * Records the tasks of the page's main thread until the function that is returned is called, which gives the processor
 * time of each in milliseconds. By the clock, a task on a busy machine also lasts while other programs run.
 */
export async function traceTasks(page) {
  const session = await page.context().newCDPSession(page);
  const events = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'disabled-by-default-devtools.timeline', '__metadata'] },
  });
  return async () => {
    const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
    await session.send('Tracing.end');
    await complete;
    await session.detach();
    const keyOf = ({ pid, tid }) => `${pid} ${tid}`;
    const names = events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
    const main = new Set(names.map(keyOf));
    const tasks = events.filter((event) => /RunTask/.test(event.name) && event.tdur >= 0 && main.has(keyOf(event)));
    return tasks.map(({ tdur }) => tdur / 1000);
  };
}
