import { fileURLToPath } from 'node:url';
import { defineConfig } from 'tsup';
import { carriedModelPlugin } from './tsup.config.js';

/**
 * The worker of browsers: one script without imports, so that it can be served as it is and bundlers need only copy it.
 * It runs in its own thread, where nothing else could share its TensorFlow.js.
 */
export default defineConfig({
  entry: { 'ser-worker': 'src/worker/recognizer-worker.ts' },
  format: 'iife',
  outExtension: () => ({ js: '.js' }),
  target: 'es2022',
  platform: 'browser',
  minify: true,
  noExternal: [/./],
  esbuildPlugins: [
    {
      name: 'browser-files',
      setup(build) {
        build.onResolve({ filter: /^#(read-file|carried-model)$/ }, ({ path, resolveDir }) =>
          resolveDir.includes('node_modules')
            ? undefined
            : { path: fileURLToPath(new URL(`src/${path.slice(1)}-browser.ts`, import.meta.url)) },
        );
      },
    },
    carriedModelPlugin,
  ],
});
