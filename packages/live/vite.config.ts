import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { defineConfig, type Plugin } from 'vite';
import { bundledLicenses } from './scripts/bundled-licenses.js';

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Parts of `ser` that the page never asks for, and what takes their place. */
const UNUSED = [
  // Anyone may host the page, for any purpose: it has no model for research only.
  { file: /\/research-\w+\.js$/, code: 'export const model = undefined, weights = "";' },
  // The recognizer runs in the worker of the page and starts none itself.
  { file: /\/worker-source-browser\.js$/, code: 'export const workerSource = undefined;' },
];

/** Leaves out the parts of `ser` that the page never asks for. */
const onlyWhatIsUsed: Plugin = {
  name: 'only-what-is-used',
  enforce: 'pre',
  load: (id) => UNUSED.find(({ file }) => file.test(id))?.code,
};

/** Writes the service worker with the list of all files of the page. */
const offline: Plugin = {
  name: 'offline',
  apply: 'build',
  async generateBundle(_, bundle) {
    const files = [
      ...Object.keys(bundle).filter((file) => file !== 'licenses.md'),
      'manifest.webmanifest',
      'icon.svg',
      './',
    ].sort();
    const hash = createHash('sha256');
    for (const file of Object.keys(bundle).sort()) {
      const part = bundle[file]!;
      hash.update(file).update(part.type === 'chunk' ? part.code : part.source);
    }
    const { outputFiles } = await build({
      entryPoints: [path('src/offline/service-worker.ts')],
      bundle: true,
      minify: true,
      write: false,
      define: { FILES: JSON.stringify(files), VERSION: JSON.stringify(hash.digest('hex').slice(0, 16)) },
    });
    this.emitFile({ type: 'asset', fileName: 'service-worker.js', source: outputFiles[0]!.text });
  },
};

const licenses = bundledLicenses();

export default defineConfig({
  root: path('src/page'),
  base: './',
  plugins: [onlyWhatIsUsed, licenses.note, licenses.write, offline],
  worker: { format: 'es', plugins: () => [onlyWhatIsUsed, licenses.note] },
  build: {
    outDir: path('dist/page'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 4000,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { entryFileNames: 'assets/page-[hash].js' } },
  },
});
