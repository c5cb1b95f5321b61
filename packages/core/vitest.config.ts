import { defineConfig } from 'vitest/config';
import { workerSources } from '../../scripts/worker-sources.mjs';

export default defineConfig({
  plugins: [workerSources()],
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // Processes and threads take seconds to start on a busy machine.
    testTimeout: 30_000,
    reporters: ['default', 'json'],
    outputFile: { json: '.vitest/results.json' },
  },
});
