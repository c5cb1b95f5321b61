import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  target: 'es2022',
  platform: 'neutral',
  // A text that bundlers drop where nothing needs it.
  loader: { '.wasm': 'base64' },
  dts: true,
  clean: true,
});
