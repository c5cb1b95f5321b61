import { readFile } from 'node:fs/promises';
import type { Options } from 'tsup';

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

/** The methods of fft.js that `src/fft.ts` reaches; the rest is its transform of real input, half of the file. */
const USED = ['transform', 'inverseTransform', '_transform4', '_singleTransform2', '_singleTransform4'];

/**
 * The source of fft.js (CommonJS, methods assigned to a prototype) as an ES module that exports a class with the used
 * methods. The bundle then needs no CommonJS, so it loads in an AudioWorklet or a page as it is; bundlers drop the class
 * where nothing is transformed; and what we never call is not shipped.
 */
export function classOf(source: string): string {
  const body = (start: string): string => {
    const from = source.indexOf(start);
    const to = source.indexOf('\n}', from);
    if (from < 0 || to < 0) throw new Error(`fft.js: ${start} not found; has its source changed?`);
    return `${source.slice(source.indexOf('(', from), to)}\n}`;
  };
  const methods = USED.map((name) => name + body(`FFT.prototype.${name} = function ${name}(`));
  return `export default class FFT {\nconstructor${body('function FFT(')}\n${methods.join('\n')}\n}\n`;
}

/** Builds fft.js into the bundle in the form of {@link classOf}. */
export const fftJsClass: Plugin = {
  name: 'fft-js-class',
  setup(build) {
    build.onLoad({ filter: /fft\.js[\\/]lib[\\/]fft\.js$/ }, async ({ path }) => ({
      contents: classOf(await readFile(path, 'utf8')),
    }));
  },
};
