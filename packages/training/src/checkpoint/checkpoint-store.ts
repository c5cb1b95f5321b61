import type { Checkpoint } from './checkpoint.js';
import type { RunState } from './run-state.js';

/**
 * Keeps the runs that one piece of work is made of, each under a key: the folds of a cross-validation, or the one run
 * of `trainModel`. `@ser/training/node` has one in a folder; in a browser it may be a database.
 */
export interface CheckpointStore {
  /** The latest state of a run, if there is one. */
  load(key: string): Promise<RunState | undefined>;
  save(key: string, state: RunState): Promise<void>;
  /** What a finished fold gave, as `saveOutcome` was told: plain JSON. */
  loadOutcome(key: string): Promise<unknown>;
  /** Keeps what a finished fold gave; its state is not needed any more. */
  saveOutcome(key: string, outcome: unknown): Promise<void>;
  /** Epochs between states that are kept; 1 by default. */
  readonly every?: number | undefined;
}

/** The part of a store that belongs to one run. */
export function checkpointOf(store: CheckpointStore, key: string): Checkpoint {
  return {
    save: (state) => store.save(key, state),
    ...(store.every === undefined ? {} : { every: store.every }),
  };
}
