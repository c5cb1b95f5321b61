import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeWav } from '@ser/audio';
import { type BrowserContext, chromium } from 'playwright-core';
import { loadRecognizer, type RecordingPrediction } from 'ser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumOptions, hasChromium } from '../shared/chromium.js';
import { BUNDLERS } from './bundlers.js';
import { installPackage } from './install-packages.js';
import { type AppServer, serveApps } from './serve.js';

/** Policies of pages; the first path segment of a page chooses one. */
const POLICIES = {
  strict: "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; img-src data:",
  noWasm: "default-src 'self'; script-src 'self'; worker-src 'self'; img-src data:",
};

/** A vowel-like tone of 1.5 s with a slow tremolo. */
const samples = Float32Array.from({ length: 24_000 }, (_, i) => {
  const t = i / 16_000;
  const harmonics = [1, 2, 3, 4, 5].reduce((sum, k) => sum + Math.sin(2 * Math.PI * 170 * k * t) / k, 0);
  return 0.2 * harmonics * (1 + 0.5 * Math.sin(2 * Math.PI * 4 * t));
});
const wav = [...new Uint8Array(encodeWav({ samples, sampleRate: 16_000 }))];

/** Bundlers that copy the file of the worker by themselves. */
const COPIES: ReadonlySet<string> = new Set(['vite', 'webpack']);

type Recognize = (bytes: readonly number[], options?: object) => Promise<RecordingPrediction>;

describe.skipIf(!hasChromium)('in production bundles, opened in headless Chromium', () => {
  let project: string;
  let server: AppServer;
  let context: BrowserContext;
  let expected: RecordingPrediction;

  beforeAll(async () => {
    project = await mkdtemp(join(tmpdir(), 'ser-bundles-'));
    await installPackage('ser', project);
    await copyFile(fileURLToPath(new URL('app.js', import.meta.url)), join(project, 'app.js'));
    server = await serveApps(join(project, 'dist'), POLICIES);
    context = await chromium.launchPersistentContext(join(project, 'profile'), chromiumOptions());
    const recognizer = await loadRecognizer();
    expected = await recognizer.predict(Uint8Array.from(wav));
    await recognizer.dispose();
  });

  afterAll(async () => {
    await context?.close();
    server?.close();
    if (project) await rm(project, { recursive: true, force: true });
  });

  /** Opens an app, recognizes the recording, and returns the answer with all that the console shows. */
  async function recognize(app: string, policy: string, options?: object) {
    const page = await context.newPage();
    const printed: string[] = [];
    page.on('console', (message) => printed.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => printed.push(String(error)));
    const requested: string[] = [];
    page.on('request', (request) => requested.push(request.url()));
    await page.goto(`${server.origin}/${policy}/${app}/`);
    const answer = await page.evaluate(
      ([bytes, options]) => (globalThis as unknown as { recognize: Recognize }).recognize(bytes, options),
      [wav, options] as const,
    );
    await page.close();
    const elsewhere = requested.filter((url) => !url.startsWith(server.origin) && !url.startsWith('data:'));
    return { answer, printed, elsewhere };
  }

  function expectSame(answer: RecordingPrediction, digits: number): void {
    expect(answer.label).toBe(expected.label);
    for (const { label, probability } of expected.probabilities)
      expect(answer.probabilities.find((one) => one.label === label)?.probability, label).toBeCloseTo(
        probability,
        digits,
      );
  }

  describe.each(Object.entries(BUNDLERS))('%s', (app, bundle) => {
    beforeAll(() => bundle(join(project, 'app.js'), join(project, 'dist', app)));

    it('loads the pretrained model without configuration, and prints nothing', async () => {
      const { answer, printed, elsewhere } = await recognize(app, 'open');
      expectSame(answer, 4);
      expect({ printed, elsewhere, missing: server.missing }).toEqual({ printed: [], elsewhere: [], missing: [] });
    });

    it('works under a strict content security policy', async () => {
      const { answer, printed } = await recognize(app, 'strict');
      expectSame(answer, 4);
      expect(printed).toEqual([]);
    });

    it('runs the model in a worker with one option, under a strict content security policy', async () => {
      if (!COPIES.has(app)) {
        await expect(recognize(app, 'strict', { worker: true })).rejects.toThrow('the worker cannot be started');
        server.missing.splice(0);
        const worker = join(project, 'node_modules/ser/dist/ser-worker.js');
        await copyFile(worker, join(project, 'dist', app, 'ser-worker.js'));
      }
      const { answer, printed, elsewhere } = await recognize(app, 'strict', { worker: true });
      expectSame(answer, 4);
      expect({ printed, elsewhere, missing: server.missing }).toEqual({ printed: [], elsewhere: [], missing: [] });
    });

    it("without 'wasm-unsafe-eval' falls back to cpu with one warning that names the directive", async () => {
      const { answer, printed } = await recognize(app, 'noWasm');
      expectSame(answer, 4);
      expect(printed.filter((line) => line.startsWith('warning'))).toEqual([
        expect.stringMatching(/^warning: The wasm backend cannot start .*script-src 'wasm-unsafe-eval'\.$/),
      ]);
    });
  });
});
