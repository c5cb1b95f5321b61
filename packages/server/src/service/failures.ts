import { SerError, type SerErrorCode } from '@ser/core';
import type { ServedError } from '../schema/answers.js';

/** An answer that is an error. */
export interface Failure {
  readonly status: number;
  readonly error: ServedError;
  /** Seconds after which the client may try again. */
  readonly retryAfter?: number | undefined;
}

const STATUS: Readonly<Partial<Record<SerErrorCode, number>>> = {
  INVALID_ARGUMENT: 400,
  INVALID_AUDIO: 422,
  UNSUPPORTED_AUDIO: 415,
};

/** Codes of the framework that have a word of ours. */
const CODES = new Map([
  ['FST_ERR_CTP_BODY_TOO_LARGE', 'TOO_LARGE'],
  ['FST_REQ_FILE_TOO_LARGE', 'TOO_LARGE'],
  ['FST_FILES_LIMIT', 'TOO_LARGE'],
  ['FST_ERR_CTP_INVALID_MEDIA_TYPE', 'UNSUPPORTED_MEDIA_TYPE'],
  ['FST_ERR_CTP_EMPTY_TYPE', 'UNSUPPORTED_MEDIA_TYPE'],
]);

/** An error whose text a client may read. */
export class Refusal extends Error implements Failure {
  readonly status: number;
  readonly error: ServedError;
  readonly retryAfter: number | undefined;

  constructor(status: number, code: string, message: string, retryAfter?: number) {
    super(message);
    this.status = status;
    this.error = { code, message };
    this.retryAfter = retryAfter;
  }
}

/** Returns the refusal of a request that comes when the service has all it can do. */
export const busy = (what: string, retryAfter: number): Refusal =>
  new Refusal(429, 'BUSY', `the service is busy: ${what}`, retryAfter);

/** Returns what a client may read about an error. Faults of the service come without details. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof Refusal) return thrown;
  if (thrown instanceof SerError) {
    const { code, message, hint } = thrown;
    const status = STATUS[code];
    if (status !== undefined) return { status, error: { code, message, hint } };
  }
  if (thrown instanceof DOMException && thrown.name === 'TimeoutError')
    return { status: 503, error: { code: 'TIMEOUT', message: 'the answer took too long' }, retryAfter: 5 };
  const { statusCode: status, code, message } = thrown as { statusCode?: number; code?: string; message?: string };
  if (status !== undefined && status >= 400 && status < 500)
    return { status, error: { code: CODES.get(code ?? '') ?? 'INVALID_REQUEST', message: message ?? 'wrong request' } };
  return { status: 500, error: { code: 'INTERNAL', message: 'the service failed; its log says why' } };
}
