import { check } from './check.js';

/** `value` if it is a number from `low` to `high`. */
export function within(name: string, value: number, low: number, high: number): number {
  check(value === Number(value) && value >= low && value <= high, name, value, `from ${low} to ${high}`);
  return value;
}
