import type { WorkerSource } from '@ser/core';

/** Returns where the worker is, and what to do if it does not start. */
export type WorkerSourceOf = (url: string | URL | undefined) => {
  readonly source: WorkerSource;
  readonly hint: string | undefined;
};
