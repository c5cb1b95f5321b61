import { relative, resolve } from 'node:path';
import { defineConfig, type Options } from 'tsup';

/** The rooms of `src` that are modules of the package of their own. */
const MODULES = ['node', 'schema', 'valibot'];

/** The module of the package that holds a file of `src`, as seen from the folder of another. */
function moduleOf(path: string): string {
  const [room = ''] = relative('src', path).split('/');
  return MODULES.includes(room) ? `../${room}/index.js` : '../index.js';
}

/** Each module is one file that imports the others: Node takes a third of a millisecond to find a file more. */
const oneFileEach: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'one file for each module',
  setup(build) {
    build.onResolve({ filter: /^\.\.?\// }, ({ kind, path, importer, resolveDir }) => {
      if (kind === 'entry-point') return undefined;
      const [from, to] = [moduleOf(importer), moduleOf(resolve(resolveDir, path))];
      return from === to ? undefined : { path: to, external: true };
    });
  },
};

export default defineConfig({
  entry: ['src/index.ts', 'src/node/index.ts', 'src/schema/index.ts', 'src/valibot/index.ts'],
  format: 'esm',
  target: 'es2022',
  noExternal: ['valibot'],
  esbuildPlugins: [oneFileEach],
  dts: true,
  clean: true,
});
