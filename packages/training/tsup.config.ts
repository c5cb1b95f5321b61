import { defineConfig } from 'tsup';
import { tfjsImports } from '../../scripts/lib/tfjs-imports.mjs';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    node: 'src/node.ts',
    // Next to the code that starts it by its URL.
    worker: 'src/workers/worker.ts',
  },
  format: 'esm',
  target: 'es2022',
  dts: { entry: { index: 'src/index.ts', node: 'src/node.ts' } },
  clean: true,
  ...tfjsImports,
});
