import { defineConfig } from 'vitest/config';
import { workerSources } from '../../scripts/worker-sources.mjs';

export default defineConfig({
  plugins: [workerSources()],
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    typecheck: { enabled: true, include: ['src/**/*.test-d.ts'] },
    // Nothing is mocked, so that files may share TensorFlow.js and a running backend: half of the suite's time else.
    isolate: false,
    reporters: ['default', 'json'],
    outputFile: { json: '.vitest/results.json' },
    testTimeout: 60_000,
  },
});
