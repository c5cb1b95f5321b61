import type { EncoderSpec } from '@ser/dsp';
import * as node from 'onnxruntime-node';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumOptions, hasChromium } from '../../../tests/shared/chromium.js';
import { type BundleServer, serveBundle } from '../../../tests/shared/serve-bundle.js';
import { encodedNoise } from './encoded-noise.js';
import { encoderBytes, FEATURE } from './encoder-file.js';

/** What browser-entry.ts offers to the test. */
interface Page {
  run(file: number[], feature: EncoderSpec): Promise<{ answer: number[]; refusals: string[] }>;
}

describe.skipIf(!hasChromium)('in headless Chromium', () => {
  let browser: Browser;
  let server: BundleServer;

  beforeAll(async () => {
    server = await serveBundle(import.meta.url, { page: 'browser-entry.ts' }, { wasm: 'onnxruntime-web' });
    browser = await chromium.launch(chromiumOptions());
  });

  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  // Compiling 14 MB of WebAssembly takes a busy machine half a minute.
  it('onnxruntime-web computes what onnxruntime-node does, and messages say what to give', {
    timeout: 180_000,
  }, async () => {
    const page = await browser.newPage();
    await page.goto(server.url);
    const { answer, refusals } = await page.evaluate(
      ([file, feature]) => (globalThis as unknown as Page).run(file, feature),
      [Array.from(encoderBytes()), FEATURE] as const,
    );
    const expected = await encodedNoise(encoderBytes(), FEATURE, { runtime: node });
    expect(answer).toHaveLength(expected.length);
    expect(new Set(answer).size).toBeGreaterThan(500);
    expect(answer.reduce((most, x, i) => Math.max(most, Math.abs(x - expected[i]!)), 0)).toBeLessThan(1e-4);
    expect(refusals).toEqual([
      'a speech encoder needs onnxruntime-web, which was not given',
      'browsers do not read the file encoder.onnx',
    ]);
  });
});
