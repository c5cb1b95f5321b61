import { readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vitest/config';
import { tfjsOfTests } from '../../scripts/lib/tfjs-imports.mjs';

/** What esbuild's binary loader does in the build: a .wasm import is its bytes. */
const wasmBytes: Plugin = {
  name: 'wasm-bytes',
  enforce: 'pre',
  load(id) {
    if (!id.endsWith('.wasm')) return null;
    const base64 = readFileSync(id).toString('base64');
    return `export default Uint8Array.from(atob('${base64}'), (c) => c.charCodeAt(0));`;
  },
};

export default defineConfig({
  plugins: [wasmBytes, tfjsOfTests],
  test: {
    // Random cases take seconds on a busy machine.
    testTimeout: 30_000,
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    reporters: ['default', 'json'],
    outputFile: { json: '.vitest/results.json' },
  },
});
