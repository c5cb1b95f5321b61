import { SerError } from '@ser/core';
import type { Exchange } from '../fit/exchange.js';

/** Positions in the control block. */
const ARRIVED = 0;
const ROUND = 1;
const CELLS = 2;

/** Maximum wait for the other workers of a step, in milliseconds. */
const PATIENCE = 600_000;

/** Shared memory of the workers of one run, as a message can carry it. */
export interface SharedSlots {
  readonly shards: number;
  readonly slotLength: number;
  readonly control: SharedArrayBuffer;
  /** Two sets of slots, used alternately, so that a fast worker cannot overwrite what a slow one still reads. */
  readonly slots: SharedArrayBuffer;
}

/** Allocates the shared memory of a run. */
export function createSharedSlots(shards: number, slotLength: number): SharedSlots {
  return {
    shards,
    slotLength,
    control: new SharedArrayBuffer(CELLS * Int32Array.BYTES_PER_ELEMENT),
    slots: new SharedArrayBuffer(2 * shards * slotLength * Float32Array.BYTES_PER_ELEMENT),
  };
}

/** Returns the shards of worker `rank` of `workers`: consecutive ones, whose numbers differ by at most one between workers. */
function ownShards(shards: number, rank: number, workers: number): number[] {
  const all = Array.from({ length: shards }, (_, shard) => shard);
  return all.slice(Math.floor((rank * shards) / workers), Math.floor(((rank + 1) * shards) / workers));
}

/**
 * Returns an exchange between workers over shared memory. It blocks its thread while it waits, so it is for workers only.
 *
 * @param rank this worker's number, from 0.
 * @param workers number of workers of the run.
 */
export function sharedExchange(shared: SharedSlots, rank: number, workers: number): Exchange {
  const control = new Int32Array(shared.control);
  const sets = [0, 1].map((set) =>
    Array.from({ length: shared.shards }, (_, shard) => {
      const first = (set * shared.shards + shard) * shared.slotLength;
      return new Float32Array(shared.slots, first * Float32Array.BYTES_PER_ELEMENT, shared.slotLength);
    }),
  );
  return {
    shards: shared.shards,
    own: ownShards(shared.shards, rank, workers),
    slots: (step) => sets[step % 2]!,
    async meet() {
      arrive(control, workers);
      // To stop a run, its workers are terminated.
    },
  };
}

/** A barrier: returns when all workers have arrived. */
function arrive(control: Int32Array, workers: number): void {
  const round = Atomics.load(control, ROUND);
  if (Atomics.add(control, ARRIVED, 1) + 1 === workers) {
    Atomics.store(control, ARRIVED, 0);
    Atomics.add(control, ROUND, 1);
    Atomics.notify(control, ROUND);
    return;
  }
  while (Atomics.load(control, ROUND) === round) {
    if (Atomics.wait(control, ROUND, round, PATIENCE) === 'timed-out') {
      throw new SerError('UNSUPPORTED_PLATFORM', `a training worker did not finish its step in ${PATIENCE / 1000} s`);
    }
  }
}
