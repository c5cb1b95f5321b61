import { join } from 'node:path';
import commonjs from '@rollup/plugin-commonjs';
import nodeResolve from '@rollup/plugin-node-resolve';
import { build as esbuild } from 'esbuild';
import { rollup } from 'rollup';
import { build as vite } from 'vite';
import webpack from 'webpack';

/** Bundles `entry` for production into `folder`, as `app.js`, with the defaults of a bundler. */
export type Bundle = (entry: string, folder: string) => Promise<void>;

/** Each bundler is told where to read and where to write, and nothing about `ser`. */
export const BUNDLERS: Readonly<Record<string, Bundle>> = {
  async vite(entry, folder) {
    await vite({
      configFile: false,
      logLevel: 'error',
      base: './',
      build: {
        outDir: folder,
        assetsDir: '.',
        rollupOptions: { input: entry, output: { entryFileNames: 'app.js' } },
      },
    });
  },

  webpack: (entry, folder) =>
    new Promise((resolve, reject) => {
      const output = { path: folder, filename: 'app.js' };
      // Minifying takes webpack a minute; the other bundlers show that minified code works.
      const faster = { optimization: { minimize: false }, performance: { hints: false as const } };
      webpack({ mode: 'production', entry, output, ...faster }, (error, stats) => {
        const problems = stats?.toJson({ errors: true, warnings: true });
        const told = [...(problems?.errors ?? []), ...(problems?.warnings ?? [])].map(({ message }) => message);
        if (error || told.length > 0) reject(error ?? new Error(told.join('\n')));
        else resolve();
      });
    }),

  // Rollup itself finds no packages and reads no CommonJS; these two plugins are its usual way to do both.
  async rollup(entry, folder) {
    const bundle = await rollup({
      input: entry,
      plugins: [nodeResolve({ browser: true }), commonjs()],
      onwarn({ code, message }) {
        // Commonly seen in packages of others.
        if (code !== 'THIS_IS_UNDEFINED' && code !== 'CIRCULAR_DEPENDENCY' && code !== 'EVAL') throw new Error(message);
      },
    });
    await bundle.write({ dir: folder, format: 'es', entryFileNames: 'app.js' });
    await bundle.close();
  },

  async esbuild(entry, folder) {
    const { warnings } = await esbuild({
      entryPoints: [entry],
      outfile: join(folder, 'app.js'),
      bundle: true,
      minify: true,
      format: 'esm',
      logLevel: 'silent',
    });
    if (warnings.length > 0) throw new Error(warnings.map(({ text }) => text).join('\n'));
  },
};
