import * as core from '@ser/core/schema';
import * as v from 'valibot';

/** `T` with every field and element readonly, at any depth. */
export type Plain<T> = { readonly [K in keyof T]: Plain<T[K]> };

/** A schema without defaults: what goes in comes out. */
type Same<T> = v.GenericSchema<T, T>;

const same = <T>(schema: core.Schema<T>): Same<T> => schema as Same<T>;

export const numberThat = (test: (value: number) => boolean, allowed: string): Same<number> =>
  v.pipe(v.number(allowed), v.check(test, allowed));

export const count: Same<number> = same(core.count);
export const countOrZero: Same<number> = same(core.countOrZero);
export const finite: Same<number> = same(core.finite);
export const flag: Same<boolean> = same(core.flag);
export const fraction: Same<number> = same(core.fraction);
export const notNegative: Same<number> = same(core.notNegative);
export const positive: Same<number> = same(core.positive);
export const share: Same<number> = same(core.share);
export const word = <const T extends string>(...words: readonly T[]): Same<T> => same(core.word(...words));

/** A list of at least one element. */
export const list = <const S extends v.GenericSchema>(element: S, what: string) =>
  v.pipe(v.array(element, what), v.minLength(1, `${what}, at least one`));
