import { readFile } from 'node:fs/promises';
import { defineConfig, type Options } from 'tsup';

/** Returns a module with the files of a pretrained model. */
async function carriedModel(name: string): Promise<string> {
  const folder = new URL(`models/${name}/`, import.meta.url);
  const text = await readFile(new URL('model.json', folder), 'utf8').catch(() => undefined);
  if (text === undefined) return 'export const model = undefined; export const weights = "";';
  const { paths } = JSON.parse(text).weightsManifest[0];
  const parts = await Promise.all(paths.map((name: string) => readFile(new URL(name, folder))));
  return `export const model = ${text}; export const weights = "${Buffer.concat(parts).toString('base64')}";`;
}

/** Puts a pretrained model into the code that imports `carried-model/<name>`. */
export const carriedModelPlugin: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'carried-model',
  setup(build) {
    build.onResolve({ filter: /^carried-model\// }, ({ path }) => ({ path, namespace: 'carried-model' }));
    build.onLoad({ filter: /./, namespace: 'carried-model' }, async ({ path }) => ({
      contents: await carriedModel(path.slice('carried-model/'.length)),
      loader: 'js',
    }));
  },
};

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    cli: 'src/cli.ts',
    pictures: 'src/pictures/index.ts',
    'read-file-node': 'src/read-file-node.ts',
    'read-file-browser': 'src/read-file-browser.ts',
    'carried-model-node': 'src/carried-model-node.ts',
    'carried-model-browser': 'src/carried-model-browser.ts',
    'worker-source-node': 'src/worker/worker-source-node.ts',
    'worker-source-browser': 'src/worker/worker-source-browser.ts',
    // Next to the code that starts it by its URL.
    'recognizer-worker': 'src/worker/recognizer-worker.ts',
    'pool-worker': 'src/pool/pool-worker.ts',
  },
  format: 'esm',
  target: 'es2022',
  dts: { entry: { index: 'src/index.ts', pictures: 'src/pictures/index.ts' } },
  clean: true,
  external: ['#read-file', '#carried-model', '#worker-source'],
  noExternal: [/^carried-model\//],
  esbuildPlugins: [carriedModelPlugin],
});
