import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    node: 'src/node.ts',
    'extract-files-node': 'src/features/files/extract-files-node.ts',
    'extract-files-browser': 'src/features/files/extract-files-browser.ts',
    'extraction-worker': 'src/features/files/extraction-worker.ts',
  },
  format: 'esm',
  target: 'es2022',
  dts: { entry: { index: 'src/index.ts', node: 'src/node.ts' } },
  clean: true,
  external: ['#extract-files'],
});
