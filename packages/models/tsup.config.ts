import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts', 'src/open-folder-node.ts', 'src/open-folder-browser.ts'],
  format: 'esm',
  target: 'es2022',
  dts: { entry: 'src/index.ts' },
  clean: true,
  external: ['#open-folder'],
});
