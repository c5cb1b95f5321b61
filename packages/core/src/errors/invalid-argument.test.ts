import { expect, it } from 'vitest';
import { invalidArgument, unknownName } from './invalid-argument.js';

it('names the argument, its value and what is allowed', () => {
  const error = invalidArgument('hopLength', 0, 'a positive integer', 'Try 320.');
  expect(error).toMatchObject({ name: 'SerError', code: 'INVALID_ARGUMENT', hint: 'Try 320.' });
  expect(error.message).toBe('hopLength must be a positive integer, got 0');
  expect(invalidArgument('hopLength', 0, 'positive').hint).toBe(undefined);
});

const cyclic: { self?: unknown } = {};
cyclic.self = cyclic;
let deep: unknown[] = [];
for (let i = 0; i < 100_000; i++) deep = [deep];

it.each([
  ['a text in quotation marks', 'han', '"han"'],
  ['the type and length of a typed array', new Float32Array(3), 'Float32Array(3)'],
  ['the size of a view', new DataView(new ArrayBuffer(5)), 'DataView(5)'],
  ['a list', [1, 'a'], '[1,"a"]'],
  ['undefined', undefined, 'undefined'],
  ['a large integer', 12n, '12'],
  ['an object that refers to itself', cyclic, 'an object'],
  ['a list that is nested too deeply', deep, 'a list of 1'],
  ['escaped control characters', { a: '\u009b31m' }, String.raw`{"a":"\u009b31m"}`],
])('shows %s', (_, value, shown) => {
  expect(invalidArgument('x', value, 'short').message).toBe(`x must be short, got ${shown}`);
});

it('cuts long values', () => {
  for (const value of ['y'.repeat(500), { a: 'y'.repeat(500) }])
    expect(invalidArgument('x', value, 'short').message).toMatch(/^x must be short, got .{70,82}$/);
});

it('unknownName lists the allowed names and suggests the nearest one', () => {
  const error = unknownName('corpus', 'ravdes', ['emodb', 'ravdess']);
  expect(error.message).toBe('corpus must be one of emodb, ravdess, got "ravdes"');
  expect(error.hint).toBe('Did you mean ravdess?');
  expect(unknownName('corpus', 'xyz', ['emodb']).hint).toBe(undefined);
  expect(unknownName('corpus', 7, ['7']).hint).toBe(undefined);
});
