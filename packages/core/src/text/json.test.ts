import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SerError } from '../errors/ser-error.js';
import { canonicalJson, isRecord, parseJson } from './json.js';

it('isRecord accepts objects, and neither null nor lists', () => {
  for (const value of [{}, { a: 1 }, Object.create(null)]) expect(isRecord(value)).toBe(true);
  for (const value of [null, [], 'a', 1, undefined, () => {}]) expect(isRecord(value)).toBe(false);
});

it('canonicalJson sorts keys by code units and leaves out what is undefined', () => {
  expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: undefined, B: true })).toBe(
    '{"B":true,"b":[1,{"c":"x","d":null}]}',
  );
  expect(canonicalJson([undefined, -0, '"'])).toBe('[null,0,"\\""]');
});

it('canonicalJson gives equal texts for equal values in any order, which JSON.parse reads back', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), (value) => {
      const text = canonicalJson(value);
      expect(canonicalJson(Object.fromEntries(Object.entries(value).reverse()))).toBe(text);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

it('canonicalJson refuses what JSON cannot say', () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, undefined, () => {}, 1n, new Map(), new Float32Array(1)])
    expect(() => canonicalJson({ value: [value ?? Symbol()] })).toThrow(
      /^value must be a value that JSON can represent/,
    );
  const cyclic: { self?: unknown } = {};
  cyclic.self = cyclic;
  expect(() => canonicalJson(cyclic)).toThrow('value must be nested at most 64 levels deep, got an object');
});

it('parseJson returns the value of a text', () => {
  expect(parseJson('{"a": [1, "[[{"]}')).toEqual({ a: [1, '[[{'] });
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      const text = JSON.stringify(value);
      expect(parseJson(text)).toEqual(JSON.parse(text));
    }),
  );
});

it('parseJson names the text that is not JSON', () => {
  expect(() => parseJson('{', { name: 'split.json', code: 'INVALID_CORPUS' })).toThrow(
    expect.objectContaining({ code: 'INVALID_CORPUS', message: expect.stringMatching(/^split\.json is not JSON: /) }),
  );
  expect(() => parseJson('')).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  expect(() => parseJson('x')).toThrow(SerError);
});

it.each([
  ['lists', '[', ']'],
  ['objects', '{"a":', '}'],
])('parseJson refuses %s that are nested deeper than the limit', (_, open, close) => {
  const nested = (depth: number): string => `${open.repeat(depth)}${open === '[' ? '' : 1}${close.repeat(depth)}`;
  expect(() => parseJson(nested(64))).not.toThrow();
  expect(() => parseJson(nested(65))).toThrow('the text is nested deeper than 64 levels');
  expect(() => parseJson(nested(3), { maxDepth: 2 })).toThrow('nested deeper than 2 levels');
  expect(() => parseJson(nested(1e6))).toThrow(SerError);
});

it('parseJson does not count brackets in texts, and counts those after them', () => {
  expect(parseJson(String.raw`["\"[[[[", "\\", [1]]`, { maxDepth: 2 })).toEqual(['"[[[[', '\\', [1]]);
  expect(() => parseJson(String.raw`["\\", [[1]]]`, { maxDepth: 2 })).toThrow('nested deeper');
  expect(parseJson('[[1],[2],[3]]', { maxDepth: 2 })).toEqual([[1], [2], [3]]);
});
