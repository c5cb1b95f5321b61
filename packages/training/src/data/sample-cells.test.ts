import { Random } from '@ser/core';
import { expect, it } from 'vitest';
import { completeOptions } from '../recipe/complete-options.js';
import type { Example } from './example.js';
import { cellsOf, sampleCells } from './sample-cells.js';

/** Options of sampling with their defaults. */
const sampling = (given = {}) => completeOptions({ epochs: 1, sampling: given }).sampling!;

const example = (corpus: string | undefined, label: number): Example => ({
  id: `${corpus}/${label}`,
  features: { data: new Float32Array(1), frames: 1, coeffs: 1 },
  label,
  corpus,
});
/** A corpus of 900 with two classes, 800 and 100, and one of 100 with one class that the other lacks. */
const examples = [
  ...Array.from({ length: 800 }, () => example('large', 0)),
  ...Array.from({ length: 100 }, () => example('large', 1)),
  ...Array.from({ length: 100 }, () => example('small', 2)),
];
const countsBy = (corpusPower: number): number[] => {
  const counts = [0, 0, 0];
  for (const i of sampleCells(cellsOf(examples, { corpusPower }), 1000, new Random(1)))
    counts[examples[i]!.label]! += 1;
  return counts;
};

it('draws from corpora in proportion to a power of their size, and from the classes of a corpus equally', () => {
  // 30 to 10 by the square root; 1 to 1; 9 to 1.
  expect(countsBy(0.5)).toEqual([375, 375, 250]);
  expect(countsBy(0)).toEqual([250, 250, 500]);
  expect(countsBy(1)).toEqual([450, 450, 100]);
  expect(cellsOf(examples, sampling()).map(({ share }) => share)).toEqual(
    cellsOf(examples, { corpusPower: 0.5 }).map(({ share }) => share),
  );
});

it('repeats no example of a cell before all others have been drawn', () => {
  const times = new Map<number, number>();
  for (const i of sampleCells(cellsOf(examples, sampling()), 1000, new Random(2)))
    times.set(i, (times.get(i) ?? 0) + 1);
  const rare = [...times].filter(([i]) => examples[i]!.label === 1).map(([, count]) => count);
  expect(rare).toHaveLength(100);
  expect(new Set(rare)).toEqual(new Set([3, 4]));
  expect(Math.max(...[...times].filter(([i]) => examples[i]!.label === 0).map(([, count]) => count))).toBe(1);
});

it('draws in a random order that depends on the random numbers only', () => {
  const cells = cellsOf(examples, sampling());
  const rows = sampleCells(cells, 1000, new Random(3));
  expect(rows).toEqual(sampleCells(cells, 1000, new Random(3)));
  expect(rows).not.toEqual(sampleCells(cells, 1000, new Random(4)));
  const early = rows.slice(0, 200).filter((i) => examples[i]!.label === 2).length;
  expect(Math.abs(early - 50)).toBeLessThan(20);
});

it('rounds shares to one of the integers next to them, evenly over seeds', () => {
  const cells = [
    { share: 0.55, members: [0] },
    { share: 0.45, members: [1] },
  ];
  const firsts = Array.from(
    { length: 400 },
    (_, seed) => sampleCells(cells, 3, new Random(seed)).filter((i) => i === 0).length,
  );
  expect(new Set(firsts)).toEqual(new Set([1, 2]));
  expect(Math.abs(firsts.reduce((sum, count) => sum + count, 0) / 400 - 1.65)).toBeLessThan(0.08);
});

it('refuses a power out of range, and examples without a corpus', () => {
  expect(() => sampling({ corpusPower: 1.5 })).toThrow('sampling.corpusPower');
  expect(() => cellsOf([example(undefined, 0)], sampling())).toThrow('example undefined/0 has no corpus');
});
