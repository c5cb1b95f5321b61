import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    node: 'src/node.ts',
    'runs/run-folder.node': 'src/runs/run-folder.node.ts',
    'runs/run-folder.browser': 'src/runs/run-folder.browser.ts',
    'study/open-corpus.node': 'src/study/open-corpus.node.ts',
    'study/open-corpus.browser': 'src/study/open-corpus.browser.ts',
  },
  format: 'esm',
  target: 'es2022',
  dts: { entry: { index: 'src/index.ts', node: 'src/node.ts' } },
  clean: true,
  // Resolved where it runs, by the conditions of `imports` in package.json.
  external: ['#run-folder', '#open-corpus'],
});
