import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  target: 'es2022',
  platform: 'neutral',
  loader: { '.wasm': 'binary' },
  dts: true,
  clean: true,
});
