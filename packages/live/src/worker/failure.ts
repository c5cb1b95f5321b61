import { SerError } from '@ser/core';
import type { Failure } from './messages.js';

/** Returns an error as the page shows it. */
export function failureOf(error: unknown): Failure {
  if (error instanceof SerError) return { code: error.code, message: error.message, hint: error.hint };
  return { code: 'UNKNOWN', message: error instanceof Error ? error.message : String(error) };
}
