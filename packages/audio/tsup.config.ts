import { writeFile } from 'node:fs/promises';
import { defineConfig } from 'tsup';
import { WORKLET_SOURCE } from './src/microphone/worklet-source.js';

export default defineConfig({
  entry: ['src/index.ts', 'src/node/index.ts'],
  format: 'esm',
  target: 'es2022',
  dts: true,
  clean: true,
  onSuccess: () => writeFile('dist/microphone-worklet.js', WORKLET_SOURCE.trimStart()),
});
