import { defineConfig } from 'tsup';
import { fftJsClass } from './scripts/fft-js-class.js';

export default defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  target: 'es2022',
  dts: true,
  clean: true,
  noExternal: ['fft.js'],
  esbuildPlugins: [fftJsClass],
});
