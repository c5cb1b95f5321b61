import type { Checkpoint } from './checkpoint.js';
import type { RunState } from './run-state.js';

/**
 * Storage for several runs, each under a key: the folds of a cross-validation, or the single run of `trainModel`.
 * `checkpointStore` of `@ser/training/node` uses a folder; in a browser it can be a database.
 */
export interface CheckpointStore {
  /** Returns the latest state of a run, if there is one. */
  load(key: string): Promise<RunState | undefined>;
  /** Saves the state of a run; it replaces the previous one. */
  save(key: string, state: RunState): Promise<void>;
  /** Returns the result of a finished fold from `saveOutcome`: plain JSON. */
  loadOutcome(key: string): Promise<unknown>;
  /** Saves the result of a finished fold; its state is no longer needed. */
  saveOutcome(key: string, outcome: unknown): Promise<void>;
  /** Number of epochs between saved states; 1 by default. */
  readonly every?: number | undefined;
}

/** Returns the checkpoint of one run in a store. */
export const checkpointOf = (store: CheckpointStore, key: string): Checkpoint => ({
  save: (state) => store.save(key, state),
  every: store.every,
});
