import { expect, it } from 'vitest';
import { SerError } from '../errors/ser-error.js';
import * as v from '../valibot/index.js';
import { below } from './below.js';
import { checkFields } from './check-fields.js';
import {
  asGiven,
  count,
  finite,
  flag,
  fraction,
  integerFrom,
  integerOfAtLeast,
  list,
  listUpTo,
  notNegative,
  numberAbove0,
  numberFrom,
  orNull,
  part,
  positive,
  type Schema,
  share,
  text,
  word,
} from './values.js';

const schema = v.strictObject({
  frames: count,
  hop: v.optional(count, 64),
  steps: v.optional(
    v.array(
      v.variant('kind', [
        v.strictObject({ kind: v.literal('gain'), db: finite }),
        v.strictObject({ kind: v.literal('speed'), factor: positive }),
      ]),
    ),
  ),
});

const errorOf = (work: () => unknown): SerError => {
  try {
    work();
  } catch (error) {
    if (error instanceof SerError) return error;
  }
  throw new Error('no SerError was thrown');
};

it('checkFields fills in defaults and accepts undefined for optional fields', () => {
  expect(checkFields(schema, { frames: 2 })).toEqual({ frames: 2, hop: 64 });
  expect(checkFields(schema, { frames: 2, hop: undefined, steps: undefined })).toEqual({ frames: 2, hop: 64 });
});

it.each<[string, unknown, string, string | undefined]>([
  ['a wrong value', { frames: 0 }, 'frames must be a positive integer, got 0', undefined],
  ['a missing field', { hop: 1 }, 'frames is missing', undefined],
  [
    'an unknown field, with those that exist',
    { frames: 1, hops: 2 },
    'hops is not a field',
    'the object has frames, hop, steps.',
  ],
  [
    'an unknown field of a variant, with those of its kind',
    {
      frames: 1,
      steps: [
        { kind: 'gain', db: 1 },
        { kind: 'speed', factor: 2, db: 1 },
      ],
    },
    'steps.1.db is not a field',
    'steps.1 has kind, factor.',
  ],
  [
    'an unknown kind, with the nearest one',
    { frames: 1, steps: [{ kind: 'gian' }] },
    'steps.0.kind must be one of gain, speed, got "gian"',
    'Did you mean gain?',
  ],
  ['a missing kind', { frames: 1, steps: [{}] }, 'steps.0.kind must be one of gain, speed, got undefined', undefined],
  ['a variant that is not an object', { frames: 1, steps: [3] }, 'steps.0 must be an object, got 3', undefined],
  ['a value that is not an object', null, 'the object must be an object, got null', undefined],
])('checkFields names %s', (_, value, message, hint) => {
  expect(errorOf(() => checkFields(schema, value))).toMatchObject({ code: 'INVALID_ARGUMENT', message, hint });
});

it('checkFields names a missing field of an object that may have further fields', () => {
  const loose = v.looseObject({ frames: count });
  expect(errorOf(() => checkFields(loose, { other: 1 })).message).toBe('frames is missing');
  expect(checkFields(loose, { frames: 1, other: 1 })).toEqual({ frames: 1, other: 1 });
});

it('checkFields puts the name of the value before the path, and uses it for the value as a whole', () => {
  const named = (value: unknown) => errorOf(() => checkFields(schema, value, { name: 'window' }));
  expect(named({ frames: -1 }).message).toBe('window.frames must be a positive integer, got -1');
  expect(named({ frames: 1, x: 1 })).toMatchObject({
    message: 'window.x is not a field',
    hint: 'window has frames, hop, steps.',
  });
  expect(named(3).message).toBe('window must be an object, got 3');
  expect(errorOf(() => checkFields(schema, 3, { whole: 'the plan' })).message).toBe(
    'the plan must be an object, got 3',
  );
});

it('checkFields shows the value of the field that a check over several fields complains about', () => {
  const ordered = v.pipe(
    v.strictObject({ low: count, high: count }),
    v.forward(
      v.partialCheck([['low'], ['high']], ({ low, high }) => low < high, 'above low'),
      ['high'],
    ),
  );
  expect(errorOf(() => checkFields(ordered, { low: 5, high: 4 })).message).toBe('high must be above low, got 4');
});

it('asGiven checks a value and returns it without defaults', () => {
  const value = { frames: 3 };
  expect(checkFields(asGiven(schema as Schema<object>), value)).toBe(value);
  expect(errorOf(() => checkFields(asGiven(schema as Schema<object>), { frames: 0 })).message).toContain(
    'frames must be',
  );
});

it('below puts a place before a message, keeps hint and code, or uses another code', () => {
  const check = () => checkFields(schema, { frames: 1, x: 1 });
  const { cause: _, ...own } = errorOf(() => below('model.', check));
  expect(own).toMatchObject({ code: 'INVALID_ARGUMENT', hint: 'the object has frames, hop, steps.' });
  expect(errorOf(() => below('a.json: ', check, 'INVALID_MODEL'))).toMatchObject({
    code: 'INVALID_MODEL',
    message: 'a.json: x is not a field',
  });
  expect(below('x.', () => 3)).toBe(3);
  const foreign = new TypeError('mine');
  expect(() =>
    below('x.', () => {
      throw foreign;
    }),
  ).toThrow(foreign);
});

it.each<[string, v.GenericSchema, unknown[], unknown[]]>([
  ['finite', finite, [0, -1e300], [Number.POSITIVE_INFINITY, Number.NaN, '1']],
  ['positive', positive, [1e-300], [0, -1, Number.POSITIVE_INFINITY]],
  ['notNegative', notNegative, [0, 1e300], [-1e-300, Number.POSITIVE_INFINITY]],
  ['count', count, [1, 2 ** 53 - 1], [0, 1.5, 2 ** 53]],
  ['integerOfAtLeast', integerOfAtLeast(2), [2, 3], [1, 2.5]],
  ['integerFrom', integerFrom(-1, 1), [-1, 0, 1], [-2, 2, 0.5]],
  ['numberFrom', numberFrom(-1, 1), [-1, 0.5, 1], [-1.1, 1.1, Number.NaN]],
  ['numberAbove0', numberAbove0(2), [1e-9, 2], [0, 2.1]],
  ['share', share, [0, 1], [-0.1, 1.1]],
  ['fraction', fraction, [0, 0.99], [1, -0.1]],
  ['part', part, [0.01, 0.99], [0, 1]],
  ['text', text, ['a'], ['', 1]],
  ['flag', flag, [true, false], [0, 'true']],
  ['word', word<string | number>('a', 2), ['a', 2], ['b', '2', 3]],
  ['orNull', orNull(count, 'a positive integer or null'), [null, 1], [undefined, 0]],
  ['list', list(count, 'a list of counts'), [[1], [1, 2]], [[], [0], 1]],
  ['listUpTo', listUpTo(count, 2), [[1], [1, 2]], [[], [1, 2, 3], [0]]],
])('%s accepts its range and nothing beyond', (_, values, accepted, refused) => {
  for (const value of accepted) expect(v.is(values, value), String(value)).toBe(true);
  for (const value of refused) expect(v.is(values, value), String(value)).toBe(false);
});
