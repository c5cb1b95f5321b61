import { defineConfig } from 'vitest/config';
import { tfjsOfTests } from '../../scripts/lib/tfjs-imports.mjs';
import { workerSources } from '../../scripts/worker-sources.mjs';

export default defineConfig({
  plugins: [workerSources(), tfjsOfTests],
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
