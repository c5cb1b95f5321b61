import { throwIfAborted } from '@ser/core';
import { pauses } from './pauses.js';

/**
 * Where the shards of a batch meet. Each step has one slot a shard; whoever owns a shard fills its slot, then all
 * owners meet, and after that every slot of the step may be read by everyone until the step after the next.
 */
export interface Exchange {
  /** Number of shards that each batch is cut into. */
  readonly shards: number;
  /** The shards computed here. */
  readonly own: readonly number[];
  /** The slots of a step, one a shard, each of the length the exchange was made for. */
  slots(step: number): readonly Float32Array[];
  /** Waits until all slots of the step in hand are filled. Rejects if the run is aborted. */
  meet(): Promise<void>;
}

/** All shards computed here, one after the other. Lets other events of the page or process happen between steps. */
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
