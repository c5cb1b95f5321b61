import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createMel } from '../spectral/mel/mel.js';
import { getWindow } from '../transform/window.js';
import type { FrameKernel } from './engine.js';
import { openMemory } from './memory.js';
import { typescript } from './typescript.js';
import { createWebAssembly } from './webassembly.js';

const refuses = new Proxy({} as typeof typescript, {
  get: (_, name) => () => {
    throw new Error(`${String(name)} was left to TypeScript`);
  },
});
const webassembly = createWebAssembly(openMemory()!, refuses);

function noise(length: number, seed: number): Float64Array {
  let state = seed + 1;
  return Float64Array.from({ length }, () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647 - 0.5;
  });
}

/** The largest difference as a share of the largest value. */
function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = 0;
  let difference = 0;
  for (let i = 0; i < a.length; i++) {
    largest = Math.max(largest, Math.abs(a[i]!));
    difference = Math.max(difference, Math.abs(a[i]! - b[i]!));
    if (Number.isNaN(a[i]! - b[i]!)) return Number.NaN;
  }
  return difference / largest;
}

const numberOf = (min: number, max: number) => fc.integer({ min, max });

/** What a kernel makes of frames, asked for all at once and in the pieces given. */
function run(kernel: FrameKernel, x: Float64Array, hop: number, count: number, row: number, pieces: readonly number[]) {
  const whole = new Float64Array(count * row);
  kernel(x, 0, hop, count, whole, 0);
  const cut = new Float64Array(count * row);
  for (let t = 0, i = 0; t < count; i++) {
    const now = Math.min(count - t, pieces[i % pieces.length]!);
    kernel(x, t * hop, hop, now, cut, t * row);
    t += now;
  }
  expect(
    whole.every((value, i) => Object.is(value, cut[i])),
    'the same in pieces',
  ).toBe(true);
  return whole;
}

const frames = fc.record({
  seed: numberOf(0, 1000),
  hop: numberOf(1, 300),
  count: numberOf(1, 70),
  pieces: fc.array(numberOf(1, 40), { minLength: 1, maxLength: 4 }),
});

it('power spectra are those of TypeScript, and each depends on its frame alone', () => {
  fc.assert(
    fc.property(frames, numberOf(3, 11), numberOf(0, 7), ({ seed, hop, count, pieces }, log, shorter) => {
      const size = 2 ** log;
      const weights = getWindow('hann', size - Math.min(shorter, size - 1), { periodic: false }).map((w) => w + 0.1);
      const x = noise((count - 1) * hop + weights.length, seed);
      const row = 1 + size / 2;
      const expected = run(typescript.power(weights, size), x, hop, count, row, pieces);
      expect(distance(expected, run(webassembly.power(weights, size), x, hop, count, row, pieces))).toBeLessThan(1e-14);
    }),
    { numRuns: 40 },
  );
});

it.each([undefined, { factor: 10 / Math.LN10, least: 1e-10 }])('mel bands, with %o, are those of TypeScript', (log) => {
  fc.assert(
    fc.property(frames, numberOf(5, 10), numberOf(1, 41), ({ seed, hop, count, pieces }, power, nMels) => {
      const size = 2 ** power;
      const weights = getWindow('hamming', size);
      const x = noise((count - 1) * hop + size, seed);
      const mel = createMel(16000, size, { nMels });
      const expected = run(typescript.bands(weights, size, mel, log), x, hop, count, nMels, pieces);
      const actual = run(webassembly.bands(weights, size, mel, log), x, hop, count, nMels, pieces);
      if (mel.weights.length > 0) expect(distance(expected, actual)).toBeLessThan(1e-13);
    }),
    { numRuns: 40 },
  );
});

it('logarithms are within 2 units in the last place, and what is silent counts as the least', () => {
  // One bin, one filter: the square of the sum of the samples.
  const bank = { start: Int32Array.of(0), offset: Int32Array.of(0, 1), weights: Float64Array.of(1) };
  const kernel = webassembly.bands(new Float64Array(8).fill(1 / 8), 8, bank, { factor: 1, least: 2 ** -1000 });
  const out = new Float64Array(1);
  const logarithm = (value: number) => {
    kernel(new Float64Array(8).fill(value), 0, 1, 1, out, 0);
    return out[0]!;
  };
  for (let exponent = -140; exponent < 140; exponent++)
    for (const value of [1, 1 + 2 ** -26, Math.SQRT2 - 1e-9, Math.SQRT2 + 1e-9, 1.9]) {
      const x = value * 2 ** exponent;
      const expected = Math.log(x * x);
      expect(Math.abs(logarithm(x) - expected)).toBeLessThanOrEqual(2 ** -51 * Math.abs(expected));
    }
  expect(logarithm(0)).toBe(Math.log(2 ** -1000));
});

it('cosine transforms are those of TypeScript, bit for bit', () => {
  fc.assert(
    fc.property(
      numberOf(1, 90),
      numberOf(1, 90),
      numberOf(1, 70),
      fc.boolean(),
      (size, coefficients, count, folded) => {
        const length = Math.min(size, coefficients);
        const width = folded ? (size + 1) >> 1 : size;
        const table = { size, length, width, folded, cosines: noise(length * width, size) };
        const x = noise(count * size, length);
        const [a, b] = [new Float64Array(count * length), new Float64Array(count * length)];
        typescript.cosines(table)(x, 0, count, a, 0);
        webassembly.cosines(table)(x, 0, count, b, 0);
        expect(b).toEqual(a);
      },
    ),
  );
});

it('derivatives are those of TypeScript, bit for bit', () => {
  fc.assert(
    fc.property(numberOf(1, 45), numberOf(1, 9), numberOf(1, 70), fc.boolean(), (coeffs, half, count, twice) => {
      const width = 2 * half + 1;
      const odd = Float64Array.from({ length: width }, (_, i) => (i - half) / 60);
      const even = twice ? Float64Array.from({ length: width }, (_, i) => (i - half) ** 2 - 2) : undefined;
      const x = noise((count + 2 * half) * coeffs, coeffs);
      const row = coeffs * (twice ? 3 : 2);
      const [a, b] = [new Float64Array(count * row), new Float64Array(count * row)];
      typescript.deltas(coeffs, odd, even)(x, half * coeffs, count, a, 0);
      webassembly.deltas(coeffs, odd, even)(x, half * coeffs, count, b, 0);
      expect(b).toEqual(a);
    }),
  );
});

it('difference functions are those of TypeScript, and each depends on its frame alone', () => {
  fc.assert(
    fc.property(frames, numberOf(3, 700), fc.nat(), fc.nat(), ({ seed, hop, count, pieces }, length, first, last) => {
      const most = 2 + (last % (length - 2));
      const least = 1 + (first % (most - 1));
      const x = noise((count - 1) * hop + length, seed);
      const row = most - least + 1;
      const expected = run(typescript.differences(length, least, most), x, hop, count, row, pieces);
      const actual = run(webassembly.differences(length, least, most), x, hop, count, row, pieces);
      expect(distance(expected, actual)).toBeLessThan(1e-9);
    }),
    { numRuns: 60 },
  );
});

it('difference functions of silence are zero', () => {
  const out = new Float64Array(3 * 60).fill(1);
  webassembly.differences(256, 5, 64)(new Float64Array(600), 0, 100, 3, out, 0);
  expect(out).toEqual(new Float64Array(3 * 60));
});

it('polyphase filters are those of TypeScript, bit for bit', () => {
  fc.assert(
    fc.property(
      numberOf(1, 40),
      numberOf(1, 200),
      numberOf(1, 40),
      numberOf(1, 700),
      fc.nat(),
      (up, down, half, count, start) => {
        const taps = 2 * half;
        const phase = start % up;
        const table = { weights: noise(up * taps, up), taps, up, down };
        const x = noise(5 + taps + Math.floor((phase + down * count) / up), down);
        const [a, b] = [new Float64Array(count), new Float64Array(count)];
        typescript.polyphase(table)(x, 5, phase, count, a);
        webassembly.polyphase(table)(x, 5, phase, count, b);
        expect(b).toEqual(a);
      },
    ),
  );
});

it('Viterbi steps are those of TypeScript, bit for bit, also among equal scores', () => {
  fc.assert(
    fc.property(numberOf(1, 40), fc.nat(), numberOf(1, 5), numberOf(0, 99), (pitches, far, levels, seed) => {
      const reach = far % pitches;
      const span = 2 * reach + 1;
      const logs = (salt: number) => noise(pitches * span, seed + salt).map((x) => Math.round(levels * x));
      const moves = { pitches, reach, staying: logs(1), switching: logs(2) };
      const scores = noise(2 * pitches, seed).map((x) => Math.round(levels * x));
      const results = [typescript, webassembly].map((engine) => {
        const next = new Float64Array(2 * pitches);
        const origins = new Uint32Array(2 * pitches + 1);
        engine.moves(moves)(scores, next, origins, 1);
        return { next, origins };
      });
      expect(results[1]).toEqual(results[0]);
    }),
  );
});

it('tables that fill the memory many times over come back when they are needed', () => {
  const taps = 30_000;
  const kernels = Array.from({ length: 100 }, (_, i) => {
    const table = { weights: noise(taps, i), taps, up: 1, down: 1 };
    return { ours: webassembly.polyphase(table), reference: typescript.polyphase(table) };
  });
  const x = noise(taps, 1);
  const [a, b] = [new Float64Array(1), new Float64Array(1)];
  for (const { ours, reference } of [...kernels, ...kernels.reverse()]) {
    reference(x, 0, 0, 1, a);
    ours(x, 0, 0, 1, b);
    expect(b).toEqual(a);
  }
});

it('leaves to TypeScript what is no power of two or has no room', () => {
  const left = (prepare: () => unknown) => expect(prepare).toThrow(/was left to TypeScript/);
  const weights = new Float64Array(480).fill(1);
  left(() => webassembly.power(weights, 480));
  left(() => webassembly.power(weights, 2 ** 16));
  left(() => webassembly.differences(2 ** 14, 10, 2 ** 13));
  const bank = { start: Int32Array.of(0), offset: Int32Array.of(0, 1), weights: Float64Array.of(1) };
  left(() => webassembly.bands(weights, 512, bank, { factor: 1, least: 5e-324 }));
});
