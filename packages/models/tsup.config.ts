import { defineConfig } from 'tsup';
import { tfjsImports } from '../../scripts/lib/tfjs-imports.mjs';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    contract: 'src/contract.ts',
    'open-folder-node': 'src/model-file/folders/open-folder-node.ts',
    'open-folder-browser': 'src/model-file/folders/open-folder-browser.ts',
    'tfjs-wasm-node': 'src/backend/tfjs-wasm-node.ts',
    'tfjs-wasm-browser': 'src/backend/tfjs-wasm-browser.ts',
  },
  format: 'esm',
  target: 'es2022',
  dts: { entry: { index: 'src/index.ts', contract: 'src/contract.ts' } },
  clean: true,
  external: ['#open-folder', '#tfjs-wasm'],
  // The WebAssembly of tfjs becomes part of this package.
  noExternal: [/\.wasm$/, ...tfjsImports.noExternal],
  esbuildPlugins: tfjsImports.esbuildPlugins,
  loader: { '.wasm': 'base64' },
});
