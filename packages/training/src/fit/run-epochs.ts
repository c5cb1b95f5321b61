import { Random, SerError } from '@ser/core';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type BestEpoch, checkRunState, type RunState } from '../checkpoint/run-state.js';
import { clipsOf } from '../data/clips-of.js';
import { type Clip, planEpoch, type Row } from '../data/epoch-plan.js';
import { type Cell, cellsOf } from '../data/sample-cells.js';
import { planHeads } from '../losses/auxiliary-head.js';
import { HeadLayers, headWeights } from '../losses/head-layers.js';
import { lossFunction } from '../losses/loss.js';
import type { EpochRecord, History } from '../metrics/history.js';
import { settleBatchStatistics } from '../network/batch-statistics.js';
import { type Forward, forwardOf, hiddenUnits } from '../network/forward.js';
import { type SeededDropout, seedDropout } from '../network/seeded-dropout.js';
import { ShardStep, TALLIES } from '../network/shard-step.js';
import { WeightVector } from '../network/weight-vector.js';
import { Adam } from '../optimizers/adam.js';
import { clipNorm } from '../optimizers/clip-norm.js';
import { learningRate } from '../optimizers/schedule.js';
import { averageWeights, type WeightAverage } from '../optimizers/weight-average.js';
import { BatchGradient, type Tally } from './batch-gradient.js';
import type { Exchange } from './exchange.js';
import { scoreHeldOut } from './held-out-scores.js';
import type { RunPlan } from './run-plan.js';
import type { RunWatch } from './run-watch.js';
import { ShardInputs } from './shard-inputs.js';

/** Maximum number of batches for the statistics of batch normalization. */
const STATISTICS_BATCHES = 16;

/** Shortest time between two reports within an epoch, in milliseconds. */
const STEP_REPORTS = 250;

/** Returns the length of the slots of an exchange for a network and a plan. */
export function slotLength(network: LayersModel, { options, examples }: RunPlan): number {
  const heads = headWeights(planHeads(options.heads ?? [], examples), hiddenUnits(network) ?? 0);
  return WeightVector.trained(network).size + heads + TALLIES;
}

/**
 * Trains a network in place, from the beginning or from the state that the plan names.
 *
 * Every worker of an exchange calls this function with the same plan and its own copy of the network. Each computes its own
 * shards; then all add up the gradients of all shards in the same order and take the same Adam step, so that their copies
 * stay equal bit for bit. In training, batch normalization uses the statistics of each shard; those for prediction are
 * computed from the final weights, see `settleBatchStatistics`.
 *
 * @throws SerError `ABORTED` if the exchange rejects; `INVALID_ARGUMENT` if the state belongs to another run.
 */
export async function runEpochs(
  network: LayersModel,
  plan: RunPlan,
  exchange: Exchange,
  watch: RunWatch = {},
): Promise<History> {
  const dropout = seedDropout(network);
  const plans = planHeads(plan.options.heads ?? [], plan.examples);
  const random = new Random(plan.seed);
  const heads = plans.length > 0 ? new HeadLayers(plans, hiddenUnits(network)!, random.fork('heads')) : undefined;
  try {
    const inputs = new ShardInputs(plan, network.outputs[0]!.shape.at(-1)!, plans);
    return await new Run({ network, plan, exchange, dropout, random, heads, inputs, watch }).epochs();
  } finally {
    heads?.dispose();
    dropout.restore();
  }
}

interface RunParts {
  readonly network: LayersModel;
  readonly plan: RunPlan;
  readonly exchange: Exchange;
  readonly dropout: SeededDropout;
  /** Only forked, so that a resumed run draws the same numbers. */
  readonly random: Random;
  readonly heads: HeadLayers | undefined;
  readonly inputs: ShardInputs;
  readonly watch: RunWatch;
}

class Run {
  readonly #parts: RunParts;
  readonly #vector: WeightVector;
  readonly #forward: Forward;
  readonly #weights: Float32Array;
  readonly #gradient: BatchGradient;
  readonly #adam: Adam;
  readonly #average: WeightAverage | undefined;
  readonly #clips: readonly Clip[];
  readonly #cells: readonly Cell[] | undefined;
  readonly #stepsInAll: number;
  readonly #records: EpochRecord[];
  readonly #began: number;
  #steps: number;
  #best: BestEpoch | undefined;
  #stoppedEarly: boolean;
  #reported = 0;
  /** Training steps do not update the running statistics: `settleBatchStatistics` computes them. */
  #isSettling = false;

  constructor(parts: RunParts) {
    const { network, plan, heads } = parts;
    const { examples, options, resume } = plan;
    this.#parts = parts;
    this.#vector = WeightVector.trained(network, heads?.variables);
    this.#stepsInAll = Math.ceil(examples.length / options.batchSize) * options.epochs;
    if (resume) this.#restore(resume);
    this.#forward = forwardOf(network, {
      dropoutMask: parts.dropout.mask,
      followsStatistics: () => this.#isSettling,
    });
    const loss = lossFunction(options.loss);
    const step = new ShardStep({ network, weights: this.#vector, forward: this.#forward, loss, heads });
    this.#weights = this.#vector.read();
    this.#gradient = new BatchGradient({ ...parts, step, size: this.#vector.size });
    this.#adam = new Adam(this.#vector.size, options.adam, this.#vector.matrices());
    if (resume) this.#adam.restore(resume.adam);
    this.#average = options.averaging && averageWeights(options.averaging, resume?.average);
    this.#clips = clipsOf(examples, options.balance);
    this.#cells = options.sampling && cellsOf(examples, options.sampling);
    this.#records = [...(resume?.records ?? [])];
    this.#steps = resume?.steps ?? 0;
    this.#best = resume?.best;
    this.#stoppedEarly = resume?.stoppedEarly ?? false;
    this.#began = performance.now() - (resume?.seconds ?? 0) * 1000;
  }

  async epochs(): Promise<History> {
    const { plan, watch } = this.#parts;
    const { epochs, stopping } = plan.options;
    while (this.#records.length < epochs && !this.#stoppedEarly) {
      const record = await this.#epoch(this.#records.length);
      this.#records.push(record);
      if (stopping && record.heldOut) {
        const value = stopping.metric === 'uar' ? -record.heldOut.uar : record.heldOut.loss;
        if (!this.#best || value < this.#best.value) {
          this.#best = { value, epoch: record.epoch, weights: this.#outcome().slice() };
        }
        this.#stoppedEarly = record.epoch - this.#best.epoch >= stopping.patience && record.epoch < epochs;
      }
      watch.onEpoch?.(record);
      await watch.onState?.(this.#state());
    }
    this.#install(this.#best?.weights ?? this.#outcome());
    return {
      epochs: this.#records,
      bestEpoch: this.#best?.epoch,
      stoppedEarly: this.#stoppedEarly,
      steps: this.#steps,
      seconds: this.#seconds(),
    };
  }

  /** Sets the weights of the network from a state, after a check that it belongs to this run. */
  #restore(state: RunState): void {
    const { network, plan } = this.#parts;
    const fixed = WeightVector.fixed(network);
    checkRunState(state, {
      seed: plan.seed,
      stepsInAll: this.#stepsInAll,
      epochs: plan.options.epochs,
      weights: this.#vector.size,
      fixed: fixed.size,
      averaging: plan.options.averaging,
    });
    this.#vector.write(state.weights);
    fixed.write(state.fixed);
  }

  #state(): RunState {
    const { step, firstMoment, secondMoment } = this.#adam.state;
    const average = this.#average?.state;
    return {
      seed: this.#parts.plan.seed,
      backend: tf.getBackend(),
      stepsInAll: this.#stepsInAll,
      epoch: this.#records.length,
      steps: this.#steps,
      seconds: this.#seconds(),
      stoppedEarly: this.#stoppedEarly,
      records: [...this.#records],
      weights: this.#weights.slice(),
      fixed: WeightVector.fixed(this.#parts.network).read(),
      adam: { step, firstMoment: firstMoment.slice(), secondMoment: secondMoment.slice() },
      average: average && { ...average, values: average.values.slice() },
      best: this.#best,
    };
  }

  #seconds(): number {
    return (performance.now() - this.#began) / 1000;
  }

  /** Returns the weights that the run would end with now. */
  #outcome(): Float32Array {
    return this.#average?.value ?? this.#weights;
  }

  #plannedBatches(label: string, plain = false): Row[][] {
    const { options, window } = this.#parts.plan;
    const { batchSize } = options;
    const how = { batchSize, windowFrames: window.frames, plain, cells: this.#cells };
    return planEpoch(this.#clips, how, this.#parts.random.fork(label));
  }

  async #epoch(epoch: number): Promise<EpochRecord> {
    const { network, plan } = this.#parts;
    const { examples, heldOut, options, window, normalization } = plan;
    let loss = 0;
    let recognized = 0;
    let rate = 0;
    const batches = this.#plannedBatches(`epoch ${epoch}`);
    for (const [i, batch] of batches.entries()) {
      rate = learningRate(options.schedule, options.learningRate, this.#steps, this.#stepsInAll);
      const tally = await this.#batch(batch, rate);
      loss += tally.loss * batch.length;
      recognized += tally.recognized;
      this.#report(epoch + 1, i + 1, batches.length, tally.loss);
    }
    this.#average?.afterEpoch(this.#weights, epoch, options.epochs);
    const record = {
      epoch: epoch + 1,
      learningRate: rate,
      loss: loss / examples.length,
      accuracy: recognized / examples.length,
    };
    if (heldOut.length === 0) return record;
    this.#install(this.#outcome());
    const scores = scoreHeldOut(network, heldOut, { window, normalization });
    this.#vector.write(this.#weights);
    return { ...record, heldOut: scores };
  }

  #report(epoch: number, step: number, steps: number, loss: number): void {
    const { onStep } = this.#parts.watch;
    const now = performance.now();
    if (!onStep || now - this.#reported < STEP_REPORTS) return;
    this.#reported = now;
    onStep({ epoch, step, steps, loss });
  }

  async #batch(batch: readonly Row[], rate: number): Promise<Tally> {
    const { clipNorm: norm } = this.#parts.plan.options;
    const step = this.#steps++;
    const tally = await this.#gradient.compute(batch, step);
    if (!Number.isFinite(tally.loss)) {
      throw new SerError('INVALID_ARGUMENT', `the loss became ${tally.loss} in step ${step + 1}`, {
        hint: 'Lower the learning rate, set clipNorm, or check that all features are finite.',
      });
    }
    if (norm !== undefined) clipNorm(this.#gradient.value, norm);
    this.#adam.apply(this.#weights, this.#gradient.value, rate);
    this.#vector.write(this.#weights);
    this.#average?.afterStep(this.#weights);
    return tally;
  }

  /** Sets the weights for prediction and computes the batch statistics that belong to them. */
  #install(weights: Float32Array): void {
    const { network, dropout, inputs } = this.#parts;
    this.#vector.write(weights);
    dropout.pause();
    const rows = this.#plannedBatches('statistics', true).slice(0, STATISTICS_BATCHES);
    const batches = function* (): Generator<{ inputs: tf.Tensor; rows: number }> {
      for (const batch of rows) {
        const { windows, shape } = inputs.windows(batch);
        yield { inputs: tf.tensor3d(windows, [...shape]), rows: batch.length };
      }
    };
    this.#isSettling = true;
    settleBatchStatistics(network, batches(), (input) => tf.tidy(() => this.#forward(input).logits));
    this.#isSettling = false;
  }
}
