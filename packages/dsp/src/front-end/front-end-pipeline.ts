import { SerError } from '@ser/core';
import { createFrameCutter } from '../signal/frame-cutter.js';
import type { Signal } from '../signal/types.js';
import { createDeltas } from '../temporal/delta.js';
import type { Feature, FrameView } from './features.js';
import type { FrontEndFrames } from './front-end-frames.js';

/** A sink for samples that come piece by piece. */
export interface SampleSink {
  push(samples: Signal['samples'], count: number): void;
  /** Ends the signal. */
  flush(): void;
  reset(): void;
}

/** What the vectors of a pipeline are made of. */
export interface PipelineParts {
  readonly frames: FrontEndFrames;
  readonly features: readonly Feature[];
  readonly orders: 0 | 1 | 2;
  readonly width: number;
  readonly normalization: { readonly mean: readonly number[]; readonly std: readonly number[] } | undefined;
}

const SPARE_ROWS = 64;

/**
 * From samples to final vectors, which `emit` gets one by one and must use before it returns. Offline and streaming
 * extraction both go this way, and what a vector is computed from does not depend on how the samples were cut up.
 */
export function createPipeline(
  { frames, features, orders, width, normalization }: PipelineParts,
  emit: (vector: Float64Array) => void,
): SampleSink {
  const { bins } = frames;
  const view: FrameView = {
    x: new Float64Array(0),
    at: 0,
    power: new Float64Array(bins),
    magnitude: new Float64Array(bins),
  };
  const base = features.reduce((sum, { names }) => sum + names.length, 0);
  const vector = new Float64Array(base * (orders + 1));
  const rowSize = features.reduce((sum, { size }) => sum + size, 0);
  const needsMagnitude = features.some(({ magnitude }) => magnitude);
  const needsClip = features.some(({ topDb }) => topDb !== null);
  const derive = orders && createDeltas(width, orders, base);
  const half = orders ? (width - 1) / 2 : 0;
  const lookBack = 2 * half * base;
  /** Finished rows before derivatives, the last `width` at least. */
  const rows = new Float64Array(lookBack + SPARE_ROWS * base);
  let filled = 0;
  let made = 0;
  /** First-step values: of one frame, or of all since the beginning where the whole clip is needed. */
  let analyzed = new Float64Array(rowSize);
  let waiting = 0;

  const complete = (row: number, middle: number) => {
    for (let c = 0; c < base; c++) vector[c] = rows[row + c]!;
    if (derive) derive(rows, middle, vector, base);
    if (normalization)
      for (let c = 0; c < vector.length; c++) vector[c] = (vector[c]! - normalization.mean[c]!) / normalization.std[c]!;
    emit(vector);
  };

  const add = (from: number) => {
    if (filled === rows.length) {
      rows.copyWithin(0, filled - lookBack);
      filled = lookBack;
    }
    for (let i = 0, at = from; i < features.length; i++) {
      const feature = features[i]!;
      feature.finish(analyzed, at, rows, filled);
      at += feature.size;
      filled += feature.names.length;
    }
    made++;
    const middle = filled - (half + 1) * base;
    if (made === 2 * half + 1) for (let t = half; t > 0; t--) complete(middle - t * base, middle);
    if (made > 2 * half) complete(middle, middle);
  };

  const cutter = createFrameCutter(frames, (x, at) => {
    view.x = x;
    view.at = at;
    frames.power(x, at, view.power);
    if (needsMagnitude) for (let k = 0; k < bins; k++) view.magnitude[k] = Math.sqrt(view.power[k]!);
    if (waiting === analyzed.length) {
      const longer = new Float64Array(2 * waiting);
      longer.set(analyzed);
      analyzed = longer;
    }
    for (let i = 0, to = waiting; i < features.length; i++) {
      features[i]!.analyze(view, analyzed, to);
      to += features[i]!.size;
    }
    if (needsClip) waiting += rowSize;
    else add(0);
  });

  const raise = () => {
    let at = 0;
    for (const { size, topDb } of features) {
      if (topDb !== null) raiseColumns(analyzed.subarray(0, waiting), rowSize, at, at + size, topDb);
      at += size;
    }
    for (let from = 0; from < waiting; from += rowSize) add(from);
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
      raise();
      if (made <= 2 * half)
        throw new SerError('INVALID_AUDIO', `samples must fill ${width} frames for deltas of that width, got ${made}`);
      const middle = filled - (half + 1) * base;
      for (let t = 1; t <= half; t++) complete(middle + t * base, middle);
    },
  };
}

/** Raises the values in some columns of a matrix to at least `topDb` below the largest of them. */
function raiseColumns(data: Float64Array, width: number, from: number, to: number, topDb: number): void {
  let largest = -Infinity;
  for (let row = 0; row < data.length; row += width)
    for (let i = row + from; i < row + to; i++) if (data[i]! > largest) largest = data[i]!;
  const least = largest - topDb;
  for (let row = 0; row < data.length; row += width)
    for (let i = row + from; i < row + to; i++) if (data[i]! < least) data[i] = least;
}

/** Pre-emphasis before a sink. Without `zi`, the filter starts as librosa's does, from a line through two samples. */
export function createEmphasis(coef: number, zi: number | undefined, next: SampleSink): SampleSink {
  const block = new Float64Array(1024);
  /** The first sample, while the second is awaited, and the filter's state. */
  const memory = new Float64Array(2);
  let seen = 0;
  const filter = (samples: Signal['samples'], from: number, to: number) => {
    for (let i = from; i < to; ) {
      let length = 0;
      for (; i < to && length < block.length; i++) {
        block[length++] = samples[i]! + memory[1]!;
        memory[1] = -coef * samples[i]!;
      }
      next.push(block, length);
    }
  };
  return {
    push(samples, count) {
      let from = 0;
      if (seen === 0 && count > 0) {
        seen = 1;
        if (zi === undefined) memory[0] = samples[from++]!;
        else {
          memory[1] = zi;
          seen = 2;
        }
      }
      if (seen === 1 && from < count) {
        seen = 2;
        memory[1] = 2 * memory[0]! - samples[from]!;
        filter(memory, 0, 1);
      }
      filter(samples, from, count);
    },
    flush() {
      if (seen === 1) throw new SerError('INVALID_AUDIO', 'samples must be at least 2 for preEmphasis, got 1');
      next.flush();
    },
    reset() {
      seen = 0;
      next.reset();
    },
  };
}
