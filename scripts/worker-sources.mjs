import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const WORKER_URL = /new URL\('(\.{1,2}\/[^']+)\.js', import\.meta\.url\)/g;

/**
 * Returns a Vite plugin for tests: a worker runs its TypeScript source next to the file that starts it, and not a build,
 * which may be older. `new URL('./worker.js', import.meta.url)` becomes the URL of a bundle of `worker.ts`, made when
 * the tests start.
 */
export function workerSources() {
  let root = process.cwd();
  const bundle = async (source) => {
    // In the package's own folder, so that its dependencies are found.
    const outfile = join(root, '.vitest/workers', `${basename(source, '.ts')}.mjs`);
    await build({
      entryPoints: [source],
      outfile,
      bundle: true,
      packages: 'external',
      format: 'esm',
      platform: 'node',
      sourcemap: 'inline',
      logLevel: 'error',
    });
    return pathToFileURL(outfile).href;
  };
  return {
    name: 'worker-sources',
    enforce: 'pre',
    configResolved(config) {
      root = config.root;
    },
    async transform(code, id) {
      if (!id.endsWith('.ts') || !code.includes('import.meta.url')) return undefined;
      let changed = code;
      for (const [expression, path] of code.matchAll(WORKER_URL)) {
        const source = fileURLToPath(new URL(`${path}.ts`, pathToFileURL(id)));
        if (!existsSync(source)) continue;
        changed = changed.replaceAll(expression, `new URL(${JSON.stringify(await bundle(source))})`);
      }
      return changed;
    },
  };
}
