import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { classOf } from '../scripts/fft-js-class.js';

const require = createRequire(import.meta.url);
const source = readFileSync(require.resolve('fft.js'), 'utf8');

it('turns fft.js into an ES class that computes the same', async () => {
  const text = classOf(source);
  expect(text).not.toMatch(/require|module\.exports|prototype|[rR]ealTransform/);
  const { default: Fft } = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(text)}`);
  const Original = require('fft.js');
  for (const size of [2, 4, 8, 32, 512]) {
    const data = Float64Array.from({ length: 2 * size }, (_, i) => Math.sin(i * i));
    for (const method of ['transform', 'inverseTransform']) {
      const [mine, theirs] = [new Float64Array(2 * size), new Float64Array(2 * size)];
      new Fft(size)[method](mine, data);
      new Original(size)[method](theirs, data);
      expect(mine).toEqual(theirs);
    }
  }
});

it('notices when the source has changed', () => {
  expect(() => classOf(source.replace('_transform4 = function', '_transform8 = function'))).toThrow(/_transform4/);
});

it('leaves a built package without CommonJS', () => {
  const built = readFileSync(new URL('../dist/index.js', import.meta.url), 'utf8');
  expect(built).not.toMatch(/require\(|__commonJS|module\.exports/);
  expect(
    [...built.matchAll(/^import .* from "(.*)";$/gm)].map(([, name]) => name).filter((name) => name !== '@ser/core'),
  ).toEqual([]);
});
