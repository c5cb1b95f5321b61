import { checkSamples } from '../signal/check.js';
import { copy } from '../signal/frame-cutter.js';
import type { FeatureMatrix } from '../signal/types.js';
import type { Resampler } from '../waveform/resample.js';
import type { CreateSink } from './front-end-pipeline.js';

/** Extraction in progress. Errors leave the stream as it was before the call. */
export interface FrontEndStream {
  /**
   * Takes any number of samples and returns the frames that became complete, often none.
   * The matrix is used again: it is valid until the next call, so copy what must stay.
   */
  push(samples: Float32Array | Float64Array): FeatureMatrix;
  /** The remaining frames, likewise valid until the next call. The stream is then ready for another signal. */
  flush(): FeatureMatrix;
  /** Forgets what was pushed. */
  reset(): void;
}

/** Extraction from samples that come piece by piece, through a resampler if one is given. */
export function createStream(coeffs: number, createSink: CreateSink, resampler: Resampler | undefined): FrontEndStream {
  let data = new Float32Array(16 * coeffs);
  let written = 0;
  /** A view of `data` for each number of frames, so that nothing is allocated for a push. */
  let views: FeatureMatrix[] = [];
  const sink = createSink((x, at, count) => {
    const end = written + count * coeffs;
    if (end > data.length) {
      const longer = new Float32Array(2 * end);
      longer.set(data);
      data = longer;
      views = [];
    }
    copy(x, at, at + count * coeffs, data, written);
    written = end;
  });
  const resampling = resampler?.stream();
  const emit = (out: Float64Array, length: number) => sink.push(out, length);
  const reset = () => {
    resampling?.reset();
    sink.reset();
  };
  const take = () => {
    const frames = written / coeffs;
    views[frames] ??= { data: data.subarray(0, written), frames, coeffs };
    return views[frames];
  };
  return {
    reset,
    push(samples) {
      checkSamples(samples, 0);
      written = 0;
      if (resampling) resampling.push(samples, emit);
      else sink.push(samples, samples.length);
      return take();
    },
    flush() {
      written = 0;
      try {
        resampling?.flush(emit);
        sink.flush();
      } finally {
        reset();
      }
      return take();
    },
  };
}
