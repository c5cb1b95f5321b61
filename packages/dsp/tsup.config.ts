import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  target: 'es2022',
  // Only what is used of it: Node takes longer to read the whole than all of this package.
  noExternal: ['valibot'],
  banner: { js: '// Holds parts of valibot, MIT License, Copyright (c) Fabian Hiller.' },
  platform: 'neutral',
  // A text that bundlers drop where nothing needs it.
  loader: { '.wasm': 'base64' },
  dts: true,
  clean: true,
});
