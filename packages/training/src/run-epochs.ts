import { Random, SerError } from '@ser/core';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { augmentRows } from './data/augment-rows.js';
import { cut, planEpoch, type Row } from './data/epoch-plan.js';
import { type Scaling, scalingOf } from './data/window.js';
import { windowsOfRows } from './data/windows-of-rows.js';
import type { Exchange } from './exchange.js';
import { judgeHeldOut } from './held-out-scores.js';
import type { EpochRecord, History } from './history.js';
import { settleBatchStatistics } from './network/batch-statistics.js';
import { type Logits, logitsOf } from './network/logits.js';
import { type SeededDropout, seedDropout } from './network/seeded-dropout.js';
import { ShardStep, TALLIES } from './network/shard-step.js';
import { weightedTargets } from './network/targets.js';
import { WeightVector } from './network/weight-vector.js';
import { Adam } from './optimise/adam.js';
import { classWeights } from './optimise/class-weights.js';
import { clipNorm } from './optimise/clip-norm.js';
import { learningRate } from './optimise/schedule.js';
import { averageWeights, type WeightAverage } from './optimise/weight-average.js';
import type { RunPlan } from './run-plan.js';

/** Most batches that the statistics of batch normalisation are computed from. */
const STATISTICS_BATCHES = 16;

/** Length of the slots that an exchange must have for a network. */
export const slotLength = (network: LayersModel): number => WeightVector.trained(network).size + TALLIES;

/**
 * Trains a network in place.
 *
 * Every worker of an exchange runs this with the same plan and its own copy of the network. Each computes its own
 * shards; then all add up the gradients of all shards in the same order and take the same Adam step, so their copies
 * stay equal bit for bit. In training, batch normalisation uses the statistics of each shard; those for prediction are
 * computed from the final weights, see `settleBatchStatistics`.
 *
 * @param onEpoch called with each epoch's record.
 * @throws SerError `ABORTED` if the exchange says to stop.
 */
export async function runEpochs(
  network: LayersModel,
  plan: RunPlan,
  exchange: Exchange,
  onEpoch?: (record: EpochRecord) => void,
): Promise<History> {
  const dropout = seedDropout(network);
  try {
    return await new Run(network, plan, exchange, dropout).epochs(onEpoch);
  } finally {
    dropout.restore();
  }
}

/** The loss of a batch, and how many of its utterances were recognised. */
interface Tally {
  loss: number;
  recognised: number;
}

class Run {
  readonly #network: LayersModel;
  readonly #plan: RunPlan;
  readonly #exchange: Exchange;
  readonly #dropout: SeededDropout;
  readonly #random: Random;
  readonly #vector: WeightVector;
  readonly #logits: Logits;
  readonly #step: ShardStep;
  readonly #weights: Float32Array;
  readonly #gradient: Float32Array;
  readonly #adam: Adam;
  readonly #average: WeightAverage | undefined;
  readonly #classWeights: Float32Array;
  readonly #scaling: Scaling;
  readonly #stepsInAll: number;
  #steps = 0;

  constructor(network: LayersModel, plan: RunPlan, exchange: Exchange, dropout: SeededDropout) {
    const { examples, options } = plan;
    this.#network = network;
    this.#plan = plan;
    this.#exchange = exchange;
    this.#dropout = dropout;
    this.#random = new Random(plan.seed);
    this.#vector = WeightVector.trained(network);
    this.#logits = logitsOf(network);
    this.#step = new ShardStep(network, this.#vector, this.#logits);
    this.#weights = this.#vector.read();
    this.#gradient = new Float32Array(this.#vector.size);
    this.#adam = new Adam(this.#vector.size, options.adam, this.#vector.matrices());
    this.#average = options.averaging && averageWeights(options.averaging);
    const labels = examples.map(({ label }) => label);
    this.#classWeights = classWeights(options.classWeights, labels, network.outputs[0]!.shape.at(-1)!);
    this.#scaling = scalingOf(plan.normalisation, examples[0]!.features.coeffs);
    this.#stepsInAll = Math.ceil(examples.length / options.batchSize) * options.epochs;
  }

  async epochs(onEpoch?: (record: EpochRecord) => void): Promise<History> {
    const began = performance.now();
    const { epochs, stopping } = this.#plan.options;
    const records: EpochRecord[] = [];
    let best: { value: number; epoch: number; weights: Float32Array } | undefined;
    let stoppedEarly = false;
    for (let epoch = 0; epoch < epochs && !stoppedEarly; epoch++) {
      const record = await this.#epoch(epoch);
      records.push(record);
      onEpoch?.(record);
      if (!stopping || !record.heldOut) continue;
      const value = stopping.metric === 'uar' ? -record.heldOut.uar : record.heldOut.loss;
      if (!best || value < best.value) best = { value, epoch: record.epoch, weights: this.#outcome().slice() };
      stoppedEarly = record.epoch - best.epoch >= stopping.patience && record.epoch < epochs;
    }
    this.#install(best?.weights ?? this.#outcome());
    return {
      epochs: records,
      ...(best ? { bestEpoch: best.epoch } : {}),
      stoppedEarly,
      steps: this.#steps,
      seconds: (performance.now() - began) / 1000,
    };
  }

  /** The weights that the run would end with now. */
  #outcome(): Float32Array {
    return this.#average?.value ?? this.#weights;
  }

  #plannedBatches(label: string): Row[][] {
    const { examples, options, window } = this.#plan;
    return planEpoch(
      examples.map(({ features }) => features.frames),
      { batchSize: options.batchSize, windowFrames: window.frames },
      this.#random.fork(label),
    );
  }

  async #epoch(epoch: number): Promise<EpochRecord> {
    const { examples, heldOut, options, window, normalisation } = this.#plan;
    let loss = 0;
    let recognised = 0;
    let rate = 0;
    for (const batch of this.#plannedBatches(`epoch ${epoch}`)) {
      rate = learningRate(options.schedule, options.learningRate, this.#steps, this.#stepsInAll);
      const tally = await this.#batch(batch, rate);
      loss += tally.loss * batch.length;
      recognised += tally.recognised;
    }
    this.#average?.afterEpoch(this.#weights, epoch, options.epochs);
    const record = {
      epoch: epoch + 1,
      learningRate: rate,
      loss: loss / examples.length,
      accuracy: recognised / examples.length,
    };
    if (heldOut.length === 0) return record;
    this.#install(this.#outcome());
    const scores = judgeHeldOut(this.#network, heldOut, { window, normalisation });
    this.#vector.write(this.#weights);
    return { ...record, heldOut: scores };
  }

  async #batch(batch: readonly Row[], rate: number): Promise<Tally> {
    const step = this.#steps++;
    const slots = this.#exchange.slots(step);
    const shards = cut(batch, this.#exchange.shards);
    for (const shard of this.#exchange.own) {
      this.#fillSlot(shards[shard]!, batch.length, slots[shard]!, this.#random.fork(`step ${step} shard ${shard}`));
    }
    if (!(await this.#exchange.meet())) throw new SerError('ABORTED', 'training was stopped');
    const tally = this.#addUp(slots);
    if (!Number.isFinite(tally.loss)) {
      throw new SerError('INVALID_ARGUMENT', `the loss became ${tally.loss} in step ${step + 1}`, {
        hint: 'Lower the learning rate, set clipNorm, or look for features that are not finite.',
      });
    }
    if (this.#plan.options.clipNorm !== undefined) clipNorm(this.#gradient, this.#plan.options.clipNorm);
    this.#adam.apply(this.#weights, this.#gradient, rate);
    this.#vector.write(this.#weights);
    this.#average?.afterStep(this.#weights);
    return tally;
  }

  /** Computes one shard; a shard without rows (of a batch smaller than the number of shards) adds nothing. */
  #fillSlot(rows: readonly Row[], batchRows: number, slot: Float32Array, random: Random): void {
    if (rows.length === 0) {
      slot.fill(0);
      return;
    }
    const { examples, options, window } = this.#plan;
    const labels = rows.map(({ example }) => examples[example]!.label);
    const targets = weightedTargets(labels, {
      classWeights: this.#classWeights,
      labelSmoothing: options.labelSmoothing,
      batchRows,
    });
    const input = windowsOfRows(rows, examples, window, this.#scaling);
    if (options.augmentation) augmentRows(input, targets, options.augmentation, random.fork('augmentation'));
    this.#dropout.seed(random.uint32());
    this.#step.run({ ...input, targets, labels, batchShare: rows.length / batchRows }, slot);
  }

  /** Adds up the gradients and tallies of all shards, in their order. */
  #addUp(slots: readonly Float32Array[]): Tally {
    const { size } = this.#vector;
    const total = (i: number): number => {
      let sum = 0;
      for (const slot of slots) sum += slot[i]!;
      return sum;
    };
    for (let i = 0; i < size; i++) this.#gradient[i] = total(i);
    return { loss: total(size), recognised: total(size + 1) };
  }

  /** Gives the network weights to predict with, and the batch statistics that belong to them. */
  #install(weights: Float32Array): void {
    this.#vector.write(weights);
    this.#dropout.pause();
    const rows = this.#plannedBatches('statistics').slice(0, STATISTICS_BATCHES);
    const { examples, window } = this.#plan;
    const batches = function* (scaling: Scaling): Generator<{ inputs: tf.Tensor; rows: number }> {
      for (const batch of rows) {
        const { windows, shape } = windowsOfRows(batch, examples, window, scaling);
        yield { inputs: tf.tensor3d(windows, [...shape]), rows: batch.length };
      }
    };
    settleBatchStatistics(this.#network, batches(this.#scaling), (inputs) => tf.tidy(() => this.#logits(inputs)));
  }
}
