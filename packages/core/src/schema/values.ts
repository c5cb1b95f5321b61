import * as v from '../valibot/index.js';

/** A schema of `T`. */
export type Schema<T> = v.GenericSchema<unknown, T>;

/** `T` with every field and element readonly, at any depth. */
export type Plain<T> = { readonly [K in keyof T]: Plain<T[K]> };

/** A field that may be absent. */
export type Optional<T> = v.ExactOptionalSchema<Schema<T>, undefined>;

/** The entries of an object schema that has each field of `T`. */
export type Entries<T> = {
  readonly [K in keyof T]-?: Schema<Exclude<T[K], undefined>> | Optional<Exclude<T[K], undefined>>;
};

export const optional = <T>(schema: Schema<T>): Optional<T> => v.exactOptional(schema);

/** The schema of a number. */
export type NumberSchema = v.GenericSchema<number>;

/** The schema of a number that passes a test; `allowed` says in messages which do, e.g. `a number from 0 to 10`. */
export const numberThat = (test: (value: number) => boolean, allowed: string): NumberSchema =>
  v.pipe(v.number(allowed), v.check(test, allowed));

/** A finite number from `low` to `high`. */
export const numberFrom = (low: number, high: number): NumberSchema =>
  numberThat((x) => x >= low && x <= high, `a number from ${low} to ${high}`);

/** A finite number above 0 and up to `high`. */
export const numberAbove0 = (high: number): NumberSchema =>
  numberThat((x) => x > 0 && x <= high, `a number above 0, up to ${high}`);

/** An integer from `low` to `high`. */
export const integerFrom = (low: number, high: number): NumberSchema =>
  numberThat((x) => Number.isInteger(x) && x >= low && x <= high, `an integer from ${low} to ${high}`);

/** An integer of at least `low`. */
export const integerOfAtLeast = (low: number): NumberSchema =>
  numberThat((x) => Number.isSafeInteger(x) && x >= low, `an integer of at least ${low}`);

export const finite: NumberSchema = /* @__PURE__ */ numberThat(Number.isFinite, 'a finite number');
export const positive: NumberSchema = /* @__PURE__ */ numberThat(
  (x) => Number.isFinite(x) && x > 0,
  'a positive finite number',
);
export const notNegative: NumberSchema = /* @__PURE__ */ numberThat(
  (x) => Number.isFinite(x) && x >= 0,
  'a number of at least 0',
);
export const count: NumberSchema = /* @__PURE__ */ numberThat(
  (x) => Number.isSafeInteger(x) && x >= 1,
  'a positive integer',
);
export const countOrZero: NumberSchema = /* @__PURE__ */ integerOfAtLeast(0);
export const share: NumberSchema = /* @__PURE__ */ numberThat((x) => x >= 0 && x <= 1, 'a number in [0, 1]');
export const fraction: NumberSchema = /* @__PURE__ */ numberThat((x) => x >= 0 && x < 1, 'a number in [0, 1)');
/** A part of a whole, neither none nor all of it. */
export const part: NumberSchema = /* @__PURE__ */ numberThat((x) => x > 0 && x < 1, 'a number between 0 and 1');
export const text: v.GenericSchema<string> = /* @__PURE__ */ v.pipe(
  /* @__PURE__ */ v.string('a text'),
  /* @__PURE__ */ v.minLength(1, 'a text that is not empty'),
);
export const flag: v.GenericSchema<boolean> = /* @__PURE__ */ v.boolean('true or false');

/** One of some words or numbers. */
export const word = <const T extends string | number>(...words: readonly T[]): v.GenericSchema<T> =>
  v.picklist(words, words.join(' or '));

/** A value that `schema` accepts, or `null`; `allowed` says so in messages. */
export const orNull = <I, O>(schema: v.GenericSchema<I, O>, allowed: string): v.GenericSchema<I | null, O | null> =>
  v.union([schema, v.null()], allowed);

/** A list of at least one element. */
export const list = <I, O>(element: v.GenericSchema<I, O>, what: string): v.GenericSchema<I[], O[]> =>
  v.pipe(v.array(element, what), v.minLength(1, `${what}, at least one`));

/** A list of 1 to `most` elements. */
export const listUpTo = <I, O>(element: v.GenericSchema<I, O>, most: number): v.GenericSchema<I[], O[]> => {
  const allowed = `a list of 1 to ${most} elements`;
  return v.pipe(v.array(element, allowed), v.minLength(1, allowed), v.maxLength(most, allowed));
};

/** `schema` without the defaults it fills in: what it accepts stays as it was given. */
export const asGiven = <T>(schema: Schema<T>): Schema<T> => ({
  ...schema,
  '~run'(dataset, config) {
    const { value } = dataset;
    const result = schema['~run'](dataset, config);
    return result.typed ? { ...result, value: value as T } : result;
  },
});

/** Returns a function that builds a schema when it is first called: a large one takes milliseconds, which an import need not. */
export function onFirstUse<T>(build: () => T): () => T {
  let built: T | undefined;
  return () => {
    built ??= build();
    return built;
  };
}
