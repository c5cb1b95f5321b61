import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { mcp: 'src/mcp/index.ts' },
  format: 'esm',
  target: 'es2022',
  dts: true,
  clean: true,
});
