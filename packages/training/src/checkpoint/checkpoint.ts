import { invalidArgument } from '@ser/core';
import type { RunState } from './run-state.js';

/** Where the states of a run are kept, so that another process can go on with it. */
export interface Checkpoint {
  /** Keeps a state; replaces the one before. */
  save(state: RunState): Promise<void>;
  /** Epochs between states that are kept; 1 by default. The last one, and the one before a stop, are kept in any case. */
  readonly every?: number | undefined;
}

/** Saves the states of a run as they come, one after the other; if they come faster, only the latest. */
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

  /** Epoch (1-based) of the latest state; 0 before any. */
  get epoch(): number {
    return this.#latest?.epoch ?? 0;
  }

  /** Takes the state after an epoch, and resolves once it is saved, if it is one of those that are. */
  take(state: RunState): Promise<void> {
    this.#latest = state;
    return state.epoch % this.#every === 0 ? this.flush() : Promise.resolve();
  }

  /** Resolves once the latest state is saved. */
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
