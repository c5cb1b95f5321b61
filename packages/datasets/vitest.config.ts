import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { workerSources } from '../../scripts/worker-sources.mjs';

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [workerSources()],
  resolve: { alias: { '#extract-files': source('src/features/files/extract-files-node.ts') } },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // Machines that do other work at the same time are slow.
    testTimeout: 30_000,
    reporters: ['default', 'json'],
    outputFile: { json: '.vitest/results.json' },
  },
});
