import { SerError } from '@ser/core';
import { engine } from '../engine/choose.js';
import { createFrameCutter } from '../signal/frame-cutter.js';
import type { Signal } from '../signal/types.js';
import { createDeltas } from '../temporal/delta.js';
import { copyValues, type Feature, type FrameBlock, LARGEST_BLOCK, type Need } from './features/feature.js';
import type { FrontEndFrames } from './front-end-frames.js';

/** A sink for samples that come piece by piece. */
export interface SampleSink {
  push(samples: Signal['samples'], count: number): void;
  /** Ends the signal. */
  flush(): void;
  reset(): void;
}

/** Makes a sink of which `emit` gets `count` vectors at a time, one after the other from `x[at]`; it uses them before it returns. */
export type CreateSink = (emit: (x: Float64Array, at: number, count: number) => void) => SampleSink;

/** The parts of a pipeline. */
export interface PipelineParts {
  readonly frames: FrontEndFrames;
  readonly features: readonly Feature[];
  readonly orders: 0 | 1 | 2;
  readonly width: number;
  readonly normalization: { readonly mean: readonly number[]; readonly std: readonly number[] } | undefined;
}

const SPARE_ROWS = 64;

/**
 * From samples to final vectors, which `emit` gets `count` at a time, one after the other from `x[at]`, and must use before
 * it returns.
 * Offline and streaming extraction both go this way, and what a vector is computed from does not depend on how the
 * samples were cut up.
 */
export function createPipeline(
  { frames, features, orders, width, normalization }: PipelineParts,
  emit: (x: Float64Array, at: number, count: number) => void,
): SampleSink {
  const { hop } = frames;
  const base = features.reduce((sum, { names }) => sum + names.length, 0);
  const vectors = new Float64Array(LARGEST_BLOCK * base * (orders + 1));
  const rowSize = features.reduce((sum, { size }) => sum + size, 0);
  const needsClip = features.some(({ clip }) => clip);
  const analyze = createAnalysis(frames, features);
  const derive = orders ? createDeltas(width, orders, base) : undefined;
  const half = orders ? (width - 1) / 2 : 0;
  const lookBack = 2 * half * base;
  /** Finished rows before derivatives, the last `width` at least. */
  const rows = new Float64Array(lookBack + SPARE_ROWS * base);
  let filled = 0;
  let made = 0;
  /** First-step values: of a block, or of all since the beginning where the whole clip is needed. */
  let analyzed = new Float64Array(LARGEST_BLOCK * rowSize);
  let waiting = 0;

  const hand = (x: Float64Array, at: number, count: number) => {
    if (normalization) normalize(x, at, count, normalization.mean, normalization.std);
    emit(x, at, count);
  };
  const complete = (first: number, count: number) => {
    // Rows that nothing is derived from are the vectors themselves.
    if (!derive) return hand(rows, first, count);
    derive(rows, first, count, vectors, 0);
    hand(vectors, 0, count);
  };
  /** Makes the vector of a row near the beginning or the end, whose derivatives are those of the row at `middle`. */
  const completeEdge = (row: number, middle: number) => {
    derive?.(rows, middle, 1, vectors, 0);
    for (let c = 0; c < base; c++) vectors[c] = rows[row + c]!;
    hand(vectors, 0, 1);
  };

  const finishSteps = features.map(({ finish, size }) => finish ?? copyValues(size));
  /** Whether the values of the first step are the vectors. */
  const isFinal = features.length === 1 && !features[0]!.finish && !derive;

  const add = (from: number, count: number) => {
    if (isFinal) {
      made += count;
      return hand(analyzed, from, count);
    }
    if (filled + count * base > rows.length) {
      rows.copyWithin(0, filled - lookBack, filled);
      filled = lookBack;
    }
    for (let i = 0, at = from, to = filled; i < features.length; i++) {
      const feature = features[i]!;
      finishSteps[i]!(analyzed, at, rowSize, count, rows, to, base);
      at += feature.size;
      to += feature.names.length;
    }
    const first = Math.max(half, made - half);
    const beginning = made <= 2 * half;
    filled += count * base;
    made += count;
    if (made <= 2 * half) return;
    const middle = filled - (made - first) * base;
    if (beginning) for (let t = half; t > 0; t--) completeEdge(middle - t * base, middle);
    complete(middle, made - half - first);
  };

  const cutter = createFrameCutter(frames, (x, at, total) => {
    for (let t = 0; t < total; t += LARGEST_BLOCK) {
      const count = Math.min(LARGEST_BLOCK, total - t);
      if (waiting + count * rowSize > analyzed.length) {
        const longer = new Float64Array(2 * analyzed.length);
        longer.set(analyzed);
        analyzed = longer;
      }
      analyze(x, at + t * hop, count, analyzed, waiting);
      if (needsClip) waiting += count * rowSize;
      else add(0, count);
    }
  });

  const finishClip = () => {
    let at = 0;
    for (const { size, clip } of features) {
      clip?.prepare(analyzed.subarray(0, waiting), rowSize, at);
      at += size;
    }
    for (let from = 0; from < waiting; from += LARGEST_BLOCK * rowSize)
      add(from, Math.min(LARGEST_BLOCK, (waiting - from) / rowSize));
  };
  const reset = () => {
    cutter.reset();
    filled = made = waiting = 0;
  };

  return {
    push: cutter.push,
    reset,
    flush() {
      cutter.flush();
      finishClip();
      if (made <= 2 * half)
        throw new SerError('INVALID_AUDIO', `samples must fill ${width} frames for deltas of that width, got ${made}`);
      const middle = filled - (half + 1) * base;
      for (let t = 1; t <= half; t++) completeEdge(middle + t * base, middle);
    },
  };
}

/** The first step of all features: from `count` frames, the first one at `x[at]`, to rows from `out[to]`. */
function createAnalysis(
  { bins, hop, length, size, weights, condition }: FrontEndFrames,
  features: readonly Feature[],
): (x: Float64Array, at: number, count: number, out: Float64Array, to: number) => void {
  const needs = (need: Need) => features.some((feature) => feature.needs === need);
  const needsMagnitude = needs('magnitude');
  const writePower = needsMagnitude || needs('power') ? engine().power(weights, size) : undefined;
  const rowSize = features.reduce((sum, feature) => sum + feature.size, 0);
  const conditioned = new Float64Array(condition ? LARGEST_BLOCK * length : 0);
  const block: FrameBlock = {
    x: conditioned,
    at: 0,
    count: 0,
    hop,
    shaped: conditioned,
    shapedAt: 0,
    shapedHop: condition ? length : hop,
    power: new Float64Array(writePower ? LARGEST_BLOCK * bins : 0),
    magnitude: new Float64Array(needsMagnitude ? LARGEST_BLOCK * bins : 0),
  };
  return (x, at, count, out, to) => {
    block.x = x;
    block.at = at;
    block.count = count;
    condition?.(x, at, count, conditioned);
    block.shaped = condition ? conditioned : x;
    block.shapedAt = condition ? 0 : at;
    writePower?.(block.shaped, block.shapedAt, block.shapedHop, count, block.power, 0);
    if (needsMagnitude) for (let k = 0; k < count * bins; k++) block.magnitude[k] = Math.sqrt(block.power[k]!);
    for (let i = 0, column = to; i < features.length; i++) {
      features[i]!.analyze(block, out, column, rowSize);
      column += features[i]!.size;
    }
  };
}

/** Normalizes rows in place. */
function normalize(
  rows: Float64Array,
  at: number,
  count: number,
  mean: readonly number[],
  std: readonly number[],
): void {
  for (let t = 0, i = at; t < count; t++)
    for (let c = 0; c < mean.length; c++, i++) rows[i] = (rows[i]! - mean[c]!) / std[c]!;
}
