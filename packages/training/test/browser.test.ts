import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumOptions, hasChromium } from '../../../tests/shared/chromium.js';
import { type BundleServer, serveBundle } from '../../../tests/shared/serve-bundle.js';

/** Only pages and workers that are isolated from other origins may share memory. */
const ISOLATED = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

describe.skipIf(!hasChromium)('in headless Chromium', () => {
  let folder: string;
  let server: BundleServer;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ser-training-'));
    const modules = { page: 'browser-entry.ts', worker: '../src/workers/worker.ts' };
    server = await serveBundle(import.meta.url, modules, { headers: ISOLATED });
  });

  afterAll(async () => {
    server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('trains in web workers with the numbers of one thread', async () => {
    const context = await chromium.launchPersistentContext(folder, chromiumOptions());
    try {
      const page = await context.newPage();
      await page.goto(server.url);
      const { backend, isolated, folds, weights } = await page.evaluate(() =>
        (
          globalThis as unknown as {
            run(): Promise<{ backend: string; isolated: boolean; folds: number[][][]; weights: number[][] }>;
          }
        ).run(),
      );
      console.info(`Chromium ${context.browser()?.version() ?? ''}, backend ${backend}`);
      expect(isolated).toBe(true);
      expect(folds[0]).toHaveLength(32);
      expect(folds[1]).toEqual(folds[0]);
      expect(weights[1]).toEqual(weights[0]);
    } finally {
      await context.close();
    }
  });
});
