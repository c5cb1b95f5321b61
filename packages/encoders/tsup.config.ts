import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    'platform-node': 'src/platform/platform-node.ts',
    'platform-browser': 'src/platform/platform-browser.ts',
  },
  format: 'esm',
  target: 'es2022',
  dts: { entry: { index: 'src/index.ts' } },
  clean: true,
  external: ['#platform'],
});
