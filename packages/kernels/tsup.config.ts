import { defineConfig } from 'tsup';
import { tfjsImports } from '../../scripts/lib/tfjs-imports.mjs';

export default defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  target: 'es2022',
  platform: 'neutral',
  loader: { '.wasm': 'binary' },
  dts: true,
  clean: true,
  ...tfjsImports,
});
