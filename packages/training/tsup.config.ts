import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    node: 'src/node.ts',
    'workers/worker': 'src/workers/worker.ts',
    'workers/platform.node': 'src/workers/platform.node.ts',
    'workers/platform.browser': 'src/workers/platform.browser.ts',
  },
  format: 'esm',
  target: 'es2022',
  dts: { entry: { index: 'src/index.ts', node: 'src/node.ts' } },
  clean: true,
  // Resolved where it runs, by the conditions of `imports` in package.json.
  external: ['#threads'],
});
