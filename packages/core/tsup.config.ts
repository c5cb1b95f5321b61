import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts', 'src/node/index.ts', 'src/schema/index.ts', 'src/valibot/index.ts'],
  format: 'esm',
  target: 'es2022',
  noExternal: ['valibot'],
  dts: true,
  clean: true,
});
