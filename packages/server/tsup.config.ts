import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { index: 'src/index.ts', client: 'src/client/client.ts' },
  format: 'esm',
  target: 'es2022',
  dts: true,
  clean: true,
});
