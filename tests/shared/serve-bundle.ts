import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The one call of esbuild that is made here; esbuild comes with tsup. */
interface Bundler {
  build(options: Record<string, unknown>): Promise<{ outputFiles: { path: string; text: string }[] }>;
}

/** A page on this machine. */
export interface BundleServer {
  readonly url: string;
  close(): void;
}

/** How a page is served. */
export interface ServeBundleOptions {
  /** Headers of all answers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** A file of a package in whose folder its WebAssembly is. Default: that of the wasm backend of TensorFlow.js. */
  readonly wasm?: string;
}

/**
 * Bundles modules for browsers, and serves a page that runs the one called `page`, next to the WebAssembly of a package.
 *
 * @param base the URL of the module that the paths of `modules` start from.
 * @param modules paths of modules, by the names of their bundles.
 */
export async function serveBundle(
  base: string,
  modules: Readonly<Record<string, string>>,
  { headers = {}, wasm = '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm' }: ServeBundleOptions = {},
): Promise<BundleServer> {
  const require = createRequire(base);
  const esbuild = createRequire(require.resolve('tsup'))('esbuild') as Bundler;
  const { outputFiles } = await esbuild.build({
    entryPoints: Object.fromEntries(
      Object.entries(modules).map(([name, path]) => [name, fileURLToPath(new URL(path, base))]),
    ),
    outdir: 'bundle',
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
  const folder = dirname(require.resolve(wasm));
  const server = createServer(async (request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const name = basename(request.url ?? '');
    const script = scripts.get(name);
    if (name === '')
      response.setHeader('content-type', 'text/html').end('<script type="module" src="/page.js"></script>');
    else if (script !== undefined) response.setHeader('content-type', 'text/javascript').end(script);
    else if (name.endsWith('.wasm'))
      response.setHeader('content-type', 'application/wasm').end(await readFile(join(folder, name)));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}
