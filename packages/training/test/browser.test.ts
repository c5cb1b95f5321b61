import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const chromium = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const found = existsSync(chromium);
if (!found) console.info(`skipped: no Chromium at ${chromium} (set CHROMIUM_PATH)`);

/** The one call of esbuild that is made here; esbuild comes with tsup. */
interface Bundler {
  build(options: Record<string, unknown>): Promise<{ outputFiles: { path: string; text: string }[] }>;
}

const require = createRequire(import.meta.url);
const esbuild = createRequire(require.resolve('tsup'))('esbuild') as Bundler;
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

describe.skipIf(!found)('in headless Chromium', () => {
  let folder: string;
  let server: Server | undefined;
  let origin: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ser-training-'));
    const { outputFiles } = await esbuild.build({
      entryPoints: { page: here('browser-entry.ts'), worker: here('../src/workers/worker.ts') },
      outdir: folder,
      bundle: true,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      loader: { '.wasm': 'binary' },
      // Without the workspace's tsconfig.json files, whose paths lead to the files for Node.
      tsconfigRaw: '{}',
      write: false,
      logLevel: 'error',
    });
    const scripts = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
    const wasm = dirname(require.resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm'));
    const created = createServer(async (request, response) => {
      // Only pages and workers that are isolated from other origins may share memory.
      response.setHeader('cross-origin-opener-policy', 'same-origin');
      response.setHeader('cross-origin-embedder-policy', 'require-corp');
      const name = basename(request.url ?? '');
      const script = scripts.get(name);
      if (name === '')
        response.setHeader('content-type', 'text/html').end('<script type="module" src="/page.js"></script>');
      else if (script !== undefined) response.setHeader('content-type', 'text/javascript').end(script);
      else if (name.endsWith('.wasm')) {
        response.setHeader('content-type', 'application/wasm').end(await readFile(join(wasm, name)));
      } else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => {
      created.listen(0, '127.0.0.1', resolve);
    });
    origin = `http://127.0.0.1:${(created.address() as AddressInfo).port}/`;
    server = created;
  });

  afterAll(async () => {
    server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('trains in web workers with the numbers of one thread', async () => {
    const { chromium: launcher } = await import('playwright-core');
    const context = await launcher.launchPersistentContext(join(folder, 'profile'), {
      executablePath: chromium,
      args: [
        ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
        ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
      ],
    });
    try {
      const page = await context.newPage();
      await page.goto(origin);
      await page.waitForFunction(() => 'run' in globalThis);
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
