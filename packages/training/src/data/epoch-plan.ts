import type { Random } from '@ser/core';

/** One row of a batch: which example, and at which frame its window begins. */
export interface Row {
  readonly example: number;
  readonly start: number;
}

/**
 * The batches of one epoch: all examples once, in random order, in batches whose sizes differ by at most one, each
 * longer than a window cut at a random place. The plan depends on the random numbers alone, so that every worker
 * makes the same one.
 *
 * @param frames number of frames of each example.
 * @param options `batchSize`: most rows of a batch; `windowFrames`: length of a window.
 */
export function planEpoch(
  frames: readonly number[],
  { batchSize, windowFrames }: { batchSize: number; windowFrames: number },
  random: Random,
): Row[][] {
  const order = random.shuffle([...frames.keys()]);
  const rows = order.map((example): Row => {
    const spare = frames[example]! - windowFrames;
    return { example, start: spare > 0 ? random.integer(spare + 1) : 0 };
  });
  return cut(rows, Math.ceil(rows.length / batchSize));
}

/** Cuts a list into `parts` runs whose lengths differ by at most one; some are empty if there are too few items. */
export function cut<T>(items: readonly T[], parts: number): T[][] {
  return Array.from({ length: parts }, (_, i) =>
    items.slice(Math.floor((i * items.length) / parts), Math.floor(((i + 1) * items.length) / parts)),
  );
}
