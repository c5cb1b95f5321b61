import { throwIfAborted } from '@ser/core';
import { pauses } from './pauses.js';

/**
 * Exchanges the gradients of the shards of a batch. Each step has one slot for each shard. The owner of a shard fills its
 * slot, then all owners meet; after that all may read every slot of the step, until the step after the next.
 */
export interface Exchange {
  /** Number of shards of each batch. */
  readonly shards: number;
  /** The shards computed here. */
  readonly own: readonly number[];
  /** Returns the slots of a step, one for each shard. */
  slots(step: number): readonly Float32Array[];
  /** Waits until all slots of the current step are filled. Rejects if the run is aborted. */
  meet(): Promise<void>;
}

/** Returns an exchange for one thread that computes all shards. It lets other events be handled between steps. */
export function localExchange(shards: number, slotLength: number, signal?: AbortSignal): Exchange {
  const slots = Array.from({ length: shards }, () => new Float32Array(slotLength));
  const pause = pauses();
  return {
    shards,
    own: slots.map((_, shard) => shard),
    slots: () => slots,
    async meet() {
      await pause();
      throwIfAborted(signal, 'training was stopped');
    },
  };
}
