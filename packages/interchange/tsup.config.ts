import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { index: 'src/index.ts', 'hdf5-worker': 'src/hdf5/hdf5-worker.ts' },
  format: 'esm',
  target: 'es2022',
  dts: { entry: { index: 'src/index.ts' } },
  clean: true,
});
