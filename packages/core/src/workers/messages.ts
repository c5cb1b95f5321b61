import type { PlainError } from './plain-error.js';

/** What a worker receives: how to get ready, then jobs, and that the job in hand is not wanted any more. */
export type Order =
  | { readonly kind: 'setup'; readonly setup: unknown }
  | { readonly kind: 'job'; readonly job: unknown }
  | { readonly kind: 'abort' };

/** What a worker sends: that it is ready, then what becomes of the job in hand. */
export type Answer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'not-ready'; readonly error: PlainError }
  | { readonly kind: 'report'; readonly report: unknown }
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'failure'; readonly error: PlainError };
