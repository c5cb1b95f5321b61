import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nearest } from './nearest.js';

const corpora = ['emodb', 'ravdess', 'savee', 'crema-d'];

it.each([
  ['a letter left out', 'ravdes', 'ravdess'],
  ['a letter too many', 'savvee', 'savee'],
  ['another letter', 'emoda', 'emodb'],
  ['two neighbors swapped', 'evasee', undefined],
  ['two neighbors swapped', 'aemodb', 'emodb'],
  ['two neighbors swapped', 'meodb', 'emodb'],
  ['upper case', 'CREMA-D', 'crema-d'],
  ['a hyphen left out', 'cremad', 'crema-d'],
  ['another word', 'tess', undefined],
  ['an empty name', '', undefined],
])('nearest: %s (%s)', (_, name, expected) => {
  expect(nearest(name, corpora)).toBe(expected);
});

it('counts the swap of two neighbors as one error, so that short names are found', () => {
  expect(nearest('cnn', ['cnn'])).toBe('cnn');
  expect(nearest('ncn', ['cnn'])).toBe('cnn');
  expect(nearest('nnc', ['cnn'])).toBe(undefined);
});

it('returns the nearest of several, and the first of equally near ones', () => {
  expect(nearest('happpy', ['happily', 'happy'])).toBe('happy');
  expect(nearest('bat', ['cat', 'rat'])).toBe('cat');
});

it('does not compare names that are longer than 100', () => {
  const long = 'y'.repeat(101);
  expect(nearest(long, [long])).toBe(undefined);
  expect(nearest('y'.repeat(100), [long, 'y'.repeat(99)])).toBe('y'.repeat(99));
});

it('finds each name under any one misspelling, and itself', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 3, maxLength: 20 }),
      fc.nat(),
      fc.string({ maxLength: 1 }),
      (name, at, letter) => {
        const i = at % name.length;
        expect(nearest(name, [name])).toBe(name);
        expect(nearest(`${name.slice(0, i)}${letter}${name.slice(i + 1)}`, [name])).toBe(name);
      },
    ),
  );
});
