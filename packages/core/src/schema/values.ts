import * as v from 'valibot';

/** A schema of `T`. */
export type Schema<T> = v.GenericSchema<unknown, T>;

/** A field that may be absent. */
export type Optional<T> = v.ExactOptionalSchema<Schema<T>, undefined>;

/** The entries of an object schema that has each field of `T`. */
export type Entries<T> = {
  readonly [K in keyof T]-?: Schema<Exclude<T[K], undefined>> | Optional<Exclude<T[K], undefined>>;
};

export const optional = <T>(schema: Schema<T>): Optional<T> => v.exactOptional(schema);

const numberThat = (test: (value: number) => boolean, allowed: string): Schema<number> =>
  v.pipe(v.number(allowed), v.check(test, allowed));

export const finite: Schema<number> = numberThat(Number.isFinite, 'a finite number');
export const positive: Schema<number> = numberThat((x) => Number.isFinite(x) && x > 0, 'a positive finite number');
export const notNegative: Schema<number> = numberThat((x) => Number.isFinite(x) && x >= 0, 'a number of at least 0');
export const count: Schema<number> = numberThat((x) => Number.isSafeInteger(x) && x >= 1, 'a positive integer');
export const countOrZero: Schema<number> = numberThat(
  (x) => Number.isSafeInteger(x) && x >= 0,
  'an integer of at least 0',
);
export const share: Schema<number> = numberThat((x) => x >= 0 && x <= 1, 'a number in [0, 1]');
export const fraction: Schema<number> = numberThat((x) => x >= 0 && x < 1, 'a number in [0, 1)');
export const text: Schema<string> = v.pipe(v.string('a text'), v.minLength(1, 'a text that is not empty'));
export const flag: Schema<boolean> = v.boolean('true or false');

/** One of some words. */
export const word = <const T extends string>(...words: readonly T[]): Schema<T> =>
  v.picklist(words, words.map((one) => `'${one}'`).join(' or '));

/** A list of at least one element. */
export const list = <T>(element: Schema<T>, what: string): Schema<T[]> =>
  v.pipe(v.array(element, what), v.minLength(1, `${what}, at least one`));

/** `schema` without the defaults it fills in: what it accepts stays as it was given. */
export const asGiven = <T>(schema: Schema<T>): Schema<T> => ({
  ...schema,
  '~run'(dataset, config) {
    const { value } = dataset;
    const result = schema['~run'](dataset, config);
    return result.typed ? { ...result, value: value as T } : result;
  },
});
