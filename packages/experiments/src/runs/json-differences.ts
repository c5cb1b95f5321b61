import { isRecord } from '@ser/core';

/** Maximum difference of two numbers that count as equal: above rounding errors, below the digits of any figure. */
const TOLERANCE = 1e-9;

/**
 * Returns the differences of two JSON values. Fields that only the second value has are ignored, since earlier versions stored
 * fewer fields.
 *
 * @param path path of the values, for the messages.
 * @returns one message for each difference; empty if the values agree.
 */
export function differences(stored: unknown, measured: unknown, path: string): string[] {
  if (typeof stored === 'number' && typeof measured === 'number' && Math.abs(stored - measured) <= TOLERANCE) return [];
  if (Array.isArray(stored) && Array.isArray(measured) && stored.length === measured.length) {
    return stored.flatMap((value, i) => differences(value, measured[i], `${path}.${i}`));
  }
  if (isRecord(stored) && isRecord(measured)) {
    return Object.keys(stored).flatMap((name) => differences(stored[name], measured[name], `${path}.${name}`));
  }
  return stored === measured ? [] : [`${path}: stored ${JSON.stringify(stored)}, measured ${JSON.stringify(measured)}`];
}
