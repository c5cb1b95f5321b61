import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { tfjsOfTests } from '../../scripts/lib/tfjs-imports.mjs';

const source = (path: string): string => fileURLToPath(new URL(`src/${path}`, import.meta.url));

export default defineConfig({
  plugins: [tfjsOfTests],
  // The sources under test, not an older build.
  resolve: {
    alias: {
      '#run-folder': source('runs/run-folder.node.ts'),
      '#open-corpus': source('study/open-corpus.node.ts'),
      // The examples of the README import the package by its name.
      '@ser/experiments': source('index.ts'),
    },
  },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    typecheck: { enabled: true, include: ['src/**/*.test-d.ts'] },
    // Training takes seconds, on a busy machine many.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', 'json'],
    outputFile: { json: '.vitest/results.json' },
  },
});
