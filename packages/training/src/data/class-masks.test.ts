import { expect, it } from 'vitest';
import { completeOptions } from '../recipe/complete-options.js';
import { classMasksOf, masksOfRows } from './class-masks.js';
import type { Example } from './example.js';

const example = (label: number, corpus?: string): Example => ({
  id: `clip ${label}`,
  features: { data: new Float32Array(1), frames: 1, coeffs: 1 },
  label,
  ...(corpus === undefined ? {} : { corpus }),
});

it('marks the classes that each corpus has', () => {
  const examples = [example(0, 'a'), example(2, 'a'), example(1, 'b')];
  const masks = classMasksOf(examples, 4);
  expect(Object.fromEntries(masks)).toEqual({ a: Float32Array.of(1, 0, 1, 0), b: Float32Array.of(0, 1, 0, 0) });
  expect(masksOfRows(masks, [examples[2]!, examples[0]!], 4)).toEqual(Float32Array.of(0, 1, 0, 0, 1, 0, 1, 0));
});

it('refuses examples without a corpus, and unknown words', () => {
  expect(() => classMasksOf([example(1)], 2)).toThrow('example clip 1 has no corpus');
  expect(() => completeOptions({ epochs: 1, comparedClasses: 'speaker' as 'corpus' })).toThrow(
    'comparedClasses must be',
  );
});
