import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { tfjsOfTests } from '../../scripts/lib/tfjs-imports.mjs';

export default defineConfig({
  plugins: [tfjsOfTests],
  resolve: {
    alias: {
      '#open-folder': fileURLToPath(new URL('src/model-file/folders/open-folder-node.ts', import.meta.url)),
      '#tfjs-wasm': fileURLToPath(new URL('src/backend/tfjs-wasm-node.ts', import.meta.url)),
    },
  },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    reporters: ['default', 'json'],
    outputFile: { json: '.vitest/results.json' },
  },
});
