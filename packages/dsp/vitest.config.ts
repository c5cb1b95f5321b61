import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vitest/config';

/** What esbuild's base64 loader does in the build: a .wasm import is its text. */
const wasmText: Plugin = {
  name: 'wasm-text',
  enforce: 'pre',
  load(id) {
    if (!id.endsWith('.wasm')) return null;
    return `export default '${readFileSync(id).toString('base64')}';`;
  },
};

export default defineConfig({
  plugins: [wasmText],
  // The examples of the README import the package by its name.
  resolve: { alias: { '@ser/dsp': fileURLToPath(new URL('src/index.ts', import.meta.url)) } },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 20_000,
    reporters: ['default', 'json'],
    outputFile: { json: '.vitest/results.json' },
  },
});
