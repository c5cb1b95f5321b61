import { groupBy, type Random, SerError } from '@ser/core';
import type { CompleteOptions } from '../recipe/training-schema.js';
import type { Example } from './example.js';

/** The examples of one corpus and class, and their share of all rows. */
export interface Cell {
  readonly share: number;
  readonly members: readonly number[];
}

/** Divides examples into cells; throws `INVALID_ARGUMENT` for an example without a corpus. */
export function cellsOf(
  examples: readonly Example[],
  { corpusPower }: NonNullable<CompleteOptions['sampling']>,
): Cell[] {
  const stray = examples.find(({ corpus }) => corpus === undefined);
  if (stray) throw new SerError('INVALID_ARGUMENT', `example ${stray.id} has no corpus, which sampling needs`);
  const corpora = groupBy(examples.keys(), (i) => examples[i]!.corpus);
  const parts = [...corpora.values()].map((rows) => [...groupBy(rows, (i) => examples[i]!.label).values()]);
  const weights = parts.map((cells) => cells.reduce((sum, { length }) => sum + length, 0) ** corpusPower);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return parts.flatMap((cells, i) => cells.map((members) => ({ share: weights[i]! / total / cells.length, members })));
}

/**
 * Draws `count` examples in random order. Each cell contributes its share, rounded up or down; within a cell, no example is
 * repeated before all others have been drawn.
 */
export function sampleCells(cells: readonly Cell[], count: number, random: Random): number[] {
  const rows: number[] = [];
  const offset = random.next();
  let reached = 0;
  let drawn = 0;
  for (const [i, { share, members }] of cells.entries()) {
    reached = i === cells.length - 1 ? 1 : reached + share;
    // Systematic sampling: the number of points (k + offset) / count in the cell's part of the line.
    const until = Math.min(count, Math.max(drawn, Math.ceil(reached * count - offset)));
    for (let deck: number[] = []; drawn < until; drawn++) {
      if (deck.length === 0) deck = random.shuffle(members);
      rows.push(deck.pop()!);
    }
  }
  return random.shuffle(rows);
}
