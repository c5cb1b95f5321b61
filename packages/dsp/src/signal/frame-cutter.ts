import { countFrames, type Framing } from './frames.js';
import { padIndex } from './pad.js';
import type { Signal } from './types.js';

/** Receives `count` frames of `length` samples, one each `hop` samples from `x[at]`, valid until it returns. */
export type UseFrames = (x: Float64Array, at: number, count: number) => void;

/** Cuts samples that come piece by piece into the frames that the whole, padded signal has. */
export interface FrameCutter {
  push(samples: Signal['samples'], count: number): void;
  /** The frames that reach beyond the end. Throws if there was too little for a single frame. */
  flush(): void;
  reset(): void;
}

const BLOCK = 4096;
const LONG_RUN = 2048;

type Samples = Signal['samples'];

/** Long runs go by the engine's own copy, short ones by a loop, which needs no view and so allocates nothing. */
export function copy(from: Samples, start: number, end: number, out: Samples, at: number): void {
  if (end - start > LONG_RUN) out.set(from.subarray(start, end), at);
  else for (let i = start; i < end; i++) out[at++] = from[i]!;
}

/** Prepares a cutter; memory is a few frames and one block, however long the signal. */
export function createFrameCutter(framing: Framing, use: UseFrames): FrameCutter {
  const { length, hop, left, padMode } = framing;
  const before = Math.max(0, left);
  /** Samples that the padding at the front looks at. */
  const needed = padMode === 'constant' ? 0 : padMode === 'edge' ? 1 : before + 1;
  /** Samples that the padding at the end may look back at. */
  const kept = length + 1;
  const held = new Float64Array(before + 2 * length + kept + BLOCK);
  /** Position of held[0], where frame t starts at t * hop and sample i lies at i + left. */
  let start = 0;
  let filled = 0;
  let received = 0;
  let made = 0;
  let ready = false;

  const pad = (from: number, to: number) => {
    for (let at = from; at < to; at++) {
      const i = padIndex(padMode, at + start - left, received);
      held[at] = i < 0 ? 0 : held[i + left - start]!;
    }
  };
  const cut = () => {
    if (!ready) {
      if (received < needed) return;
      pad(0, before);
      ready = true;
    }
    const at = made * hop - start;
    const count = Math.floor((filled - at - length) / hop) + 1;
    if (count > 0) {
      use(held, at, count);
      made += count;
    }
    const drop = Math.min(made * hop - start, filled - kept);
    if (drop > 0 && filled > held.length - BLOCK) {
      held.copyWithin(0, drop, filled);
      start += drop;
      filled -= drop;
    }
  };
  const reset = () => {
    start = Math.min(0, left);
    filled = before;
    received = made = 0;
    ready = false;
  };
  reset();
  return {
    reset,
    push(samples, count) {
      for (let i = 0; i < count; ) {
        const end = Math.min(count, i + held.length - filled);
        received += end - i;
        copy(samples, i, end, held, filled);
        filled += end - i;
        i = end;
        cut();
      }
    },
    flush() {
      const total = (countFrames(framing, received) - 1) * hop + length;
      if (!ready) pad(0, before);
      ready = true;
      for (let end = start + filled; end < total; end = start + filled) {
        const from = filled;
        filled = Math.min(held.length, total - start);
        pad(from, filled);
        cut();
      }
      cut();
    },
  };
}
