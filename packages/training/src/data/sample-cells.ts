import { type Random, SerError } from '@ser/core';
import type { CompleteOptions } from '../recipe/training-schema.js';
import type { Example } from './example.js';

/** The examples of one corpus and class, and the share of all rows that are drawn from them. */
export interface Cell {
  readonly share: number;
  readonly members: readonly number[];
}

/** Divides examples into cells; throws `INVALID_ARGUMENT` for one that does not name its corpus. */
export function cellsOf(
  examples: readonly Example[],
  { corpusPower }: NonNullable<CompleteOptions['sampling']>,
): Cell[] {
  const corpora = new Map<string, Map<number, number[]>>();
  for (const [i, { id, corpus, label }] of examples.entries()) {
    if (corpus === undefined)
      throw new SerError('INVALID_ARGUMENT', `example ${id} does not name its corpus, which sampling needs`);
    const classes = corpora.get(corpus) ?? new Map<number, number[]>();
    corpora.set(corpus, classes);
    const members = classes.get(label);
    if (members) members.push(i);
    else classes.set(label, [i]);
  }
  const parts = [...corpora.values()].map((classes) => [...classes.values()]);
  const weights = parts.map((cells) => cells.reduce((sum, { length }) => sum + length, 0) ** corpusPower);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return parts.flatMap((cells, i) => cells.map((members) => ({ share: weights[i]! / total / cells.length, members })));
}

/**
 * Draws `count` examples in random order. Each cell gives its share of them, rounded to one of the two integers next to
 * it; within a cell no example comes a second time before all others have come once.
 */
export function sampleCells(cells: readonly Cell[], count: number, random: Random): number[] {
  const rows: number[] = [];
  const offset = random.next();
  let reached = 0;
  let drawn = 0;
  for (const [i, { share, members }] of cells.entries()) {
    reached = i === cells.length - 1 ? 1 : reached + share;
    // Systematic sampling: as many of the points (k + offset) / count as lie in the cell's part of the line.
    const until = Math.min(count, Math.max(drawn, Math.ceil(reached * count - offset)));
    for (let deck: number[] = []; drawn < until; drawn++) {
      if (deck.length === 0) deck = random.shuffle(members);
      rows.push(deck.pop()!);
    }
  }
  return random.shuffle(rows);
}
