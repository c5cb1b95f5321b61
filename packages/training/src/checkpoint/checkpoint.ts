import { invalidArgument } from '@ser/core';
import type { RunState } from './run-state.js';

/** Storage for the states of a run, so that another process can resume it. */
export interface Checkpoint {
  /** Saves a state; it replaces the previous one. */
  save(state: RunState): Promise<void>;
  /** Number of epochs between saved states; 1 by default. The last state, and the one before a stop, are always saved. */
  readonly every?: number | undefined;
}

/** Saves the states of a run, one after the other; if saving is slower than the run, only the latest. */
export class CheckpointWriter {
  readonly #checkpoint: Checkpoint;
  readonly #every: number;
  #latest: RunState | undefined;
  #saved: RunState | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(checkpoint: Checkpoint) {
    const { every = 1 } = checkpoint;
    if (!Number.isSafeInteger(every) || every < 1)
      throw invalidArgument('checkpoint.every', every, 'a positive integer');
    this.#checkpoint = checkpoint;
    this.#every = every;
  }

  /** Epoch (1-based) of the latest state; 0 before the first. */
  get epoch(): number {
    return this.#latest?.epoch ?? 0;
  }

  /** Takes the state after an epoch; resolves when it is saved, or at once if it is not due. */
  take(state: RunState): Promise<void> {
    this.#latest = state;
    return state.epoch % this.#every === 0 ? this.flush() : Promise.resolve();
  }

  /** Resolves when the latest state is saved. */
  flush(): Promise<void> {
    this.#work = this.#work.then(async () => {
      const state = this.#latest;
      if (state === undefined || state === this.#saved) return;
      await this.#checkpoint.save(state);
      this.#saved = state;
    });
    return this.#work;
  }
}
