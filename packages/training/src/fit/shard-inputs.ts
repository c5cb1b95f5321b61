import type { Random } from '@ser/core';
import { altersClips, augmentClip } from '../data/augment-clip.js';
import { augmentRows } from '../data/augment-rows.js';
import { type ClassMasks, classMasksOf, masksOfRows } from '../data/class-masks.js';
import type { Row } from '../data/epoch-plan.js';
import type { Example } from '../data/example.js';
import { type AlterRow, type RowWindows, windowsOfRows } from '../data/windows-of-rows.js';
import type { HeadPlan } from '../losses/auxiliary-head.js';
import { classWeights } from '../losses/class-weights.js';
import type { ShardInput } from '../network/shard-step.js';
import { weightedTargets } from '../network/targets.js';
import type { CompleteFeatureAugmentation } from '../recipe/feature-augmentation.js';
import type { RunPlan } from './run-plan.js';

/** Turns rows of a plan into inputs of the network. */
export class ShardInputs {
  readonly #plan: RunPlan;
  readonly #heads: readonly HeadPlan[];
  readonly #classWeights: Float32Array;
  readonly #classMasks: ClassMasks | undefined;

  constructor(plan: RunPlan, classes: number, heads: readonly HeadPlan[]) {
    const { examples, options } = plan;
    this.#plan = plan;
    this.#heads = heads;
    const labels = examples.map(({ label }) => label);
    this.#classWeights = classWeights(options.classWeights, labels, classes);
    this.#classMasks = options.comparedClasses === 'corpus' ? classMasksOf(examples, classes) : undefined;
  }

  /** Returns the windows of rows, without augmentation. */
  windows(rows: readonly Row[]): RowWindows {
    const { examples, window, normalization } = this.#plan;
    return windowsOfRows(rows, examples, window, normalization);
  }

  /** Returns a shard of a batch of `batchRows` rows: augmented windows and targets. */
  shard(rows: readonly Row[], batchRows: number, random: Random): ShardInput {
    const { featureAugmentation: augmentation, labelSmoothing, votes: share } = this.#plan.options;
    const examples = rows.map(({ example }) => this.#plan.examples[example]!);
    const labels = examples.map(({ label }) => label);
    const rowWeights = examples.map(({ weight }) => weight ?? 1);
    const classMasks = this.#classMasks && masksOfRows(this.#classMasks, examples, this.#classWeights.length);
    const targets = weightedTargets(labels, {
      classWeights: this.#classWeights,
      rowWeights,
      labelSmoothing,
      batchRows,
      masks: classMasks,
      votes: share > 0 ? { share, ofRows: examples.map(({ votes }) => votes) } : undefined,
    });
    const headTargets = this.#heads.map((head) => targetsOf(head, examples, batchRows));
    const alter =
      augmentation && altersClips(augmentation) ? this.#alter(augmentation, random.fork('clips')) : undefined;
    const { window, normalization } = this.#plan;
    const input = windowsOfRows(rows, this.#plan.examples, window, normalization, alter);
    // Rows that mixup blends are compared with the classes of both.
    const blended = [targets, ...headTargets, ...(classMasks ? [classMasks] : [])];
    if (augmentation) augmentRows(input, blended, augmentation, random.fork('augmentation'));
    return { ...input, targets, headTargets, classMasks, labels, batchShare: rows.length / batchRows };
  }

  /** Returns a function that augments the clip of a row with random numbers of the row, and draws a random place in it. */
  #alter(augmentation: CompleteFeatureAugmentation, random: Random): AlterRow {
    const { window, subtractClipMean } = this.#plan;
    return (features, row) => {
      const own = random.fork(row);
      const altered = augmentClip(features, augmentation, own, { subtractClipMean });
      const spare = altered.frames - window.frames;
      return { features: altered, start: spare > 0 ? own.integer(spare + 1) : 0 };
    };
  }
}

function targetsOf({ head, columns, fill }: HeadPlan, examples: readonly Example[], batchRows: number): Float32Array {
  const targets = new Float32Array(examples.length * columns);
  for (const [row, example] of examples.entries()) {
    const own = targets.subarray(row * columns, (row + 1) * columns);
    fill(example, (head.weight * (example.weight ?? 1)) / batchRows, own);
  }
  return targets;
}
