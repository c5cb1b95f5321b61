import { readFile } from 'node:fs/promises';
import { defineConfig } from 'tsup';

const BASE = new URL('models/base/', import.meta.url);

/** Returns a module with the files of the pretrained model. */
async function carriedModel(): Promise<string> {
  const text = await readFile(new URL('model.json', BASE), 'utf8').catch(() => undefined);
  if (text === undefined) return 'export const model = undefined; export const weights = "";';
  const { paths } = JSON.parse(text).weightsManifest[0];
  const parts = await Promise.all(paths.map((name: string) => readFile(new URL(name, BASE))));
  return `export const model = ${text}; export const weights = "${Buffer.concat(parts).toString('base64')}";`;
}

export default defineConfig({
  entry: [
    'src/index.ts',
    'src/cli.ts',
    'src/read-file-node.ts',
    'src/read-file-browser.ts',
    'src/carried-model-node.ts',
    'src/carried-model-browser.ts',
  ],
  format: 'esm',
  target: 'es2022',
  dts: { entry: 'src/index.ts' },
  clean: true,
  external: ['#read-file', '#carried-model'],
  noExternal: ['carried-model'],
  esbuildPlugins: [
    {
      name: 'carried-model',
      setup(build) {
        build.onResolve({ filter: /^carried-model$/ }, ({ path }) => ({ path, namespace: 'carried-model' }));
        build.onLoad({ filter: /./, namespace: 'carried-model' }, async () => ({
          contents: await carriedModel(),
          loader: 'js',
        }));
      },
    },
  ],
});
