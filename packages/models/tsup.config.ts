import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    'open-folder-node': 'src/model-file/folders/open-folder-node.ts',
    'open-folder-browser': 'src/model-file/folders/open-folder-browser.ts',
  },
  format: 'esm',
  target: 'es2022',
  dts: { entry: 'src/index.ts' },
  clean: true,
  external: ['#open-folder'],
});
