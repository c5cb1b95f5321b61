import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { tsImport } from 'tsx/esm/api';

const { listeningOptions, traceTasks } = await tsImport('../../tests/shared/chromium.ts', import.meta.url);

export { traceTasks };

/** Opens the page in headless Chromium with a microphone that plays a WAV file once. */
export async function openLivePage(url, wav) {
  const folder = await mkdtemp(join(tmpdir(), 'ser-bench-live-'));
  const heard = join(folder, 'heard.wav');
  await writeFile(heard, wav);
  const profile = join(folder, 'profile');
  const context = await chromium.launchPersistentContext(profile, listeningOptions(`${heard}%noloop`));
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
