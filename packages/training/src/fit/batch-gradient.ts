import type { Random } from '@ser/core';
import { cut, type Row } from '../data/epoch-plan.js';
import type { SeededDropout } from '../network/seeded-dropout.js';
import type { ShardStep } from '../network/shard-step.js';
import type { Exchange } from './exchange.js';
import type { ShardInputs } from './shard-inputs.js';

/** The loss of a batch, and its number of recognized utterances. */
export interface Tally {
  readonly loss: number;
  readonly recognized: number;
}

/** Parts of a {@link BatchGradient}. */
interface BatchParts {
  readonly exchange: Exchange;
  readonly inputs: ShardInputs;
  readonly dropout: SeededDropout;
  /** Only forked, so that a resumed run draws the same numbers. */
  readonly random: Random;
  readonly step: ShardStep;
  /** Number of weights. */
  readonly size: number;
}

/** The gradient of a batch, whose shards are computed by the workers of an exchange. */
export class BatchGradient {
  /** Of the last batch. */
  readonly value: Float32Array;
  readonly #parts: BatchParts;

  constructor(parts: BatchParts) {
    this.#parts = parts;
    this.value = new Float32Array(parts.size);
  }

  /**
   * Computes the shards of this worker, waits for those of the others, and adds up all.
   *
   * @param step number of the batch in the run.
   */
  async compute(batch: readonly Row[], step: number): Promise<Tally> {
    const { exchange, random } = this.#parts;
    const slots = exchange.slots(step);
    const shards = cut(batch, exchange.shards);
    for (const shard of exchange.own) {
      this.#fillSlot(shards[shard]!, batch.length, slots[shard]!, random.fork(`step ${step} shard ${shard}`));
    }
    await exchange.meet();
    return this.#addUp(slots);
  }

  /** Computes one shard. A shard without rows, in a batch with fewer rows than shards, adds nothing. */
  #fillSlot(rows: readonly Row[], batchRows: number, slot: Float32Array, random: Random): void {
    if (rows.length === 0) {
      slot.fill(0);
      return;
    }
    const { inputs, dropout, step } = this.#parts;
    const input = inputs.shard(rows, batchRows, random);
    dropout.seed(random.uint32());
    step.run(input, slot);
  }

  /** Adds up the gradients and tallies of all shards, in order. */
  #addUp(slots: readonly Float32Array[]): Tally {
    const { size } = this.#parts;
    const total = (i: number): number => slots.reduce((sum, slot) => sum + slot[i]!, 0);
    this.value.set(slots[0]!.subarray(0, size));
    for (const slot of slots.slice(1)) for (let i = 0; i < size; i++) this.value[i]! += slot[i]!;
    return { loss: total(size), recognized: total(size + 1) };
  }
}
