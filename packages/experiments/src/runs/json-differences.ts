import { isRecord } from '@ser/core';

/** Largest difference of two numbers that count as the same: more than rounding, less than any figure shows. */
const TOLERANCE = 1e-9;

/**
 * Where two JSON values differ. Fields of objects that only the second has are passed over, so that a stored value may
 * come from a time when there were fewer.
 *
 * @param path where the values stand, for the messages.
 * @returns one message a place; empty if they agree.
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
