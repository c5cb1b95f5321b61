import type { Random } from '@ser/core';
import { balancedOrder } from './balanced-order.js';
import { type Cell, sampleCells } from './sample-cells.js';

/** One row of a batch: an example, one of its versions, and the first frame of the window. */
export interface Row {
  readonly example: number;
  /** 0 for the original features, 1 for the first augmented version, and so on. */
  readonly variant: number;
  readonly start: number;
}

/** An example as a plan needs it. */
export interface Clip {
  /** Number of frames of the original features and of each augmented version. */
  readonly frames: readonly number[];
  /** Its groups, if batches are spread evenly over them, see `balancedOrder`. */
  readonly groups?: readonly string[] | undefined;
}

/** Options of {@link planEpoch}. */
export interface EpochPlanOptions {
  /** Maximum number of rows in a batch. */
  readonly batchSize: number;
  /** Length of a window, in frames. */
  readonly windowFrames: number;
  /** Uses the original features only, instead of any version with the same probability. */
  readonly plain?: boolean | undefined;
  /** Draws as many rows as there are examples from cells; if absent, each example occurs once. */
  readonly cells?: readonly Cell[] | undefined;
}

/**
 * Returns the batches of one epoch, whose sizes differ by at most one, each row at a random place of its clip: all examples
 * once, in random order; or, with groups, as many rows spread evenly over the groups; or as many drawn from cells. The plan
 * depends on the random numbers only, so that every worker makes the same one.
 */
export function planEpoch(
  clips: readonly Clip[],
  { batchSize, windowFrames, plain = false, cells }: EpochPlanOptions,
  random: Random,
): Row[][] {
  const order = cells
    ? sampleCells(cells, clips.length, random.fork('cells'))
    : clips[0]?.groups
      ? balancedOrder(
          clips.map(({ groups }) => groups!),
          random.fork('balance'),
        )
      : random.shuffle([...clips.keys()]);
  const choice = random.fork('variants');
  const rows = order.map((example): Row => {
    const { frames } = clips[example]!;
    const variant = plain || frames.length === 1 ? 0 : choice.integer(frames.length);
    const spare = frames[variant]! - windowFrames;
    return { example, variant, start: spare > 0 ? random.integer(spare + 1) : 0 };
  });
  return cut(rows, Math.ceil(rows.length / batchSize));
}

/** Cuts a list into `parts` runs whose lengths differ by at most one; some are empty if there are fewer items. */
export function cut<T>(items: readonly T[], parts: number): T[][] {
  return Array.from({ length: parts }, (_, i) =>
    items.slice(Math.floor((i * items.length) / parts), Math.floor(((i + 1) * items.length) / parts)),
  );
}
