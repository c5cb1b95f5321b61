import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    node: 'src/node.ts',
    'threads/worker': 'src/threads/worker.ts',
    'threads/platform.node': 'src/threads/platform.node.ts',
    'threads/platform.browser': 'src/threads/platform.browser.ts',
  },
  format: 'esm',
  target: 'es2022',
  dts: { entry: { index: 'src/index.ts', node: 'src/node.ts' } },
  clean: true,
  // Resolved where it runs, by the conditions of `imports` in package.json.
  external: ['#threads'],
});
