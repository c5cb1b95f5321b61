// How built packages and their tests import TensorFlow.js: by `@ser/kernels/tfjs/…`, which spares Node the search for
// exported names.
import { fileURLToPath } from 'node:url';

/** The packages `@tensorflow/tfjs-…` that are imported so; the kernels depend on each. */
export const TFJS_PACKAGES = ['core', 'layers', 'backend-wasm'];

const NAMES = new RegExp(`^@tensorflow/tfjs-(${TFJS_PACKAGES.join('|')})$`);

/** Options of tsup that every package with TensorFlow.js shares. */
export const tfjsImports = {
  // The plugin has the last word on them; they stay outside all the same.
  noExternal: [NAMES],
  esbuildPlugins: [
    {
      name: 'tfjs-imports',
      setup(build) {
        build.onResolve({ filter: NAMES }, ({ path }) => ({
          path: path.replace(NAMES, '@ser/kernels/tfjs/$1'),
          external: true,
        }));
      },
    },
  ],
};

/** The same for vitest. */
export const tfjsOfTests = {
  name: 'tfjs-of-tests',
  enforce: 'pre',
  resolveId: (id) =>
    NAMES.test(id)
      ? fileURLToPath(new URL(id.replace(NAMES, '../../packages/kernels/dist/tfjs/$1-node.js'), import.meta.url))
      : null,
};
