import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumOptions, hasChromium } from '../../../tests/shared/chromium.js';
import { type BundleServer, serveBundle } from '../../../tests/shared/serve-bundle.js';
import { installKernels } from '../src/index.js';
import { tf, use } from './backends.js';
import { relativeError } from './close.js';
import { trainOneStep } from './one-step.js';

describe.skipIf(!hasChromium)('in headless Chromium', () => {
  let folder: string;
  let server: BundleServer;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ser-kernels-'));
    server = await serveBundle(import.meta.url, { page: 'browser-entry.ts' });
  }, 60_000);

  afterAll(async () => {
    server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('trains one step of each model with the results of Node', async () => {
    await use('wasm');
    await installKernels(tf);
    const expected = await trainOneStep();
    const context = await chromium.launchPersistentContext(folder, chromiumOptions());
    try {
      const page = await context.newPage();
      await page.goto(server.url);
      const { relaxed, results } = await page.evaluate(() =>
        (globalThis as unknown as { run(): Promise<{ relaxed: boolean; results: Record<string, number[]> }> }).run(),
      );
      console.info(`Chromium ${context.browser()?.version() ?? ''}, relaxed SIMD: ${relaxed}`);
      expect(Object.keys(results)).toEqual(Object.keys(expected));
      for (const [name, numbers] of Object.entries(expected)) {
        expect(relativeError(results[name]!, numbers), name).toBeLessThan(1e-5);
      }
    } finally {
      await context.close();
    }
  }, 60_000);
});
