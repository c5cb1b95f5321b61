import { SerError } from '@ser/core';
import type { Signal } from '../signal/types.js';
import type { SampleSink } from './front-end-pipeline.js';

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
