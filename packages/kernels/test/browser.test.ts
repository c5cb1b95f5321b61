import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installKernels } from '../src/index.js';
import { tf, use } from './backends.js';
import { relativeError } from './close.js';
import { trainOneStep } from './one-step.js';

const chromium = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const found = existsSync(chromium);
if (!found) console.info(`skipped: no Chromium at ${chromium} (set CHROMIUM_PATH)`);

/** The one call of esbuild that is made here; esbuild comes with tsup. */
interface Bundler {
  build(options: Record<string, unknown>): Promise<{ outputFiles: { text: string }[] }>;
}

const require = createRequire(import.meta.url);
const esbuild = createRequire(require.resolve('tsup'))('esbuild') as Bundler;

describe.skipIf(!found)('in headless Chromium', () => {
  let folder: string;
  let server: Server;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ser-kernels-'));
    const bundle = await esbuild.build({
      entryPoints: [fileURLToPath(new URL('browser-entry.ts', import.meta.url))],
      bundle: true,
      format: 'iife',
      platform: 'browser',
      target: 'es2022',
      loader: { '.wasm': 'binary' },
      write: false,
      logLevel: 'error',
    });
    const script = bundle.outputFiles[0]!.text;
    const wasm = dirname(require.resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm'));
    server = createServer(async (request, response) => {
      const name = basename(request.url ?? '');
      if (name === '') response.setHeader('content-type', 'text/html').end('<script src="/bundle.js"></script>');
      else if (name === 'bundle.js') response.setHeader('content-type', 'text/javascript').end(script);
      else if (name.endsWith('.wasm')) {
        response.setHeader('content-type', 'application/wasm').end(await readFile(join(wasm, name)));
      } else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
  }, 60_000);

  afterAll(async () => {
    server.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('trains one step of each model with the results of Node', async () => {
    await use('wasm');
    await installKernels(tf);
    const expected = await trainOneStep();
    const { chromium: launcher } = await import('playwright-core');
    const context = await launcher.launchPersistentContext(folder, {
      executablePath: chromium,
      args: [
        ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
        ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
      ],
    });
    try {
      const page = await context.newPage();
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
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
