import { SerError } from '@ser/core';
import { check, checkSamples, checkSignal, integer, oneOf, positive } from '../signal/check.js';
import { copy } from '../signal/frame-cutter.js';
import { countFrames } from '../signal/frames.js';
import { checkMatrix, matrix } from '../signal/matrix.js';
import type { FeatureMatrix, Signal } from '../signal/types.js';
import { subtractClipMean } from '../temporal/subtract-clip-mean.js';
import { levelled } from '../waveform/level.js';
import { createResampler, type Resampler } from '../waveform/resample.js';
import { trim } from '../waveform/trim.js';
import { createFeature } from './features.js';
import type { FrontEndConfig } from './front-end-config.js';
import { createFrontEndFrames } from './front-end-frames.js';
import { createEmphasis, createPipeline, type PipelineParts, type SampleSink } from './front-end-pipeline.js';

/** A plan that turns sound into feature vectors, made from plain JSON by {@link createFrontEnd}. */
export interface FrontEnd {
  readonly config: FrontEndConfig;
  /** Values of each vector. */
  readonly coeffs: number;
  /** What each value is: `mfcc0` …, with `delta.` or `delta2.` before it. */
  readonly names: readonly string[];
  /** Seconds from frame to frame. */
  readonly hopSeconds: number;
  /**
   * The feature vectors of a whole signal.
   *
   * @returns frames × coeffs
   * @throws SerError if the signal is empty, not finite, or too short (for one frame, or for the deltas' width)
   */
  extract(signal: Signal, out?: FeatureMatrix): FeatureMatrix;
  /**
   * Extraction from samples that come piece by piece, at any sample rate (in Hz); all frames together are those of
   * `extract`, bit for bit.
   *
   * @throws SerError if the configuration needs the whole clip (`level`, `trim`, `fixedLength`, `topDb`,
   *   `subtractClipMean`)
   */
  stream(options: { sampleRate: number }): FrontEndStream;
  /** The same plan with other normalization statistics, one mean and standard deviation a coefficient. */
  withNormalization(stats: { mean: readonly number[]; std: readonly number[] }): FrontEnd;
}

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

/**
 * Prepares feature extraction.
 *
 * @throws SerError that names the first option that is out of range
 *
 * @example
 * const frontEnd = createFrontEnd({
 *   sampleRate: 16000,
 *   frame: { nFft: 512, hopLength: 160 },
 *   features: [{ kind: 'mfcc', nMfcc: 13, nMels: 40 }],
 *   deltas: { orders: 2 },
 * });
 * frontEnd.coeffs; // 39
 * frontEnd.extract({ samples, sampleRate: 48000 }); // { data, frames, coeffs: 39 }
 */
export function createFrontEnd(config: FrontEndConfig): FrontEnd {
  const {
    sampleRate,
    deltas,
    normalization,
    preEmphasis,
    fixedLength,
    subtractClipMean: subtractsMean = false,
  } = config;
  positive('sampleRate', sampleRate);
  integer('fixedLength', fixedLength ?? 1);
  const frames = createFrontEndFrames(config.frame);
  check(Array.isArray(config.features) && config.features.length > 0, 'features', config.features, 'at least one');
  const orders = deltas?.orders ?? 0;
  oneOf('deltas.orders', orders, deltas ? [1, 2] : [0]);
  // Each extraction in progress has features, and so working memory, of its own.
  const createParts = (): PipelineParts => ({
    frames: createFrontEndFrames(config.frame),
    features: config.features.map((spec) => createFeature(spec, config, frames, config.features.length > 1)),
    orders,
    width: deltas?.width ?? 9,
    // Means of the clip are known at its end, and normalization comes after them.
    normalization: subtractsMean ? undefined : normalization,
  });
  const { features } = createParts();
  const base = features.flatMap(({ names }) => names);
  const names = ['', 'delta.', 'delta2.'].slice(0, 1 + orders).flatMap((word) => base.map((name) => word + name));
  const coeffs = names.length;
  if (normalization) {
    const { mean, std } = normalization;
    check(
      mean.length === coeffs && mean.every(Number.isFinite),
      'normalization.mean',
      mean,
      `${coeffs} finite numbers`,
    );
    check(std.length === coeffs && std.every((s) => s > 0), 'normalization.std', std, `${coeffs} numbers above 0`);
  }
  const { coef, zi } = typeof preEmphasis === 'number' ? { coef: preEmphasis } : { coef: 0, ...preEmphasis };
  check(coef >= 0 && coef <= 1 && Number.isFinite(zi ?? 0), 'preEmphasis', preEmphasis, 'within [0, 1]');
  const createSink = (emit: (x: Float64Array, at: number, count: number) => void): SampleSink => {
    const pipeline = createPipeline(createParts(), emit);
    return coef ? createEmphasis(coef, zi, pipeline) : pipeline;
  };

  let resampler: Resampler | undefined;
  const resamplerFrom = (from: number) => {
    if (resampler?.from !== from) resampler = createResampler({ from, to: sampleRate });
    return resampler;
  };

  let result: FeatureMatrix;
  let written = 0;
  const whole = createSink((x, at, count) => {
    copy(x, at, at + count * coeffs, result.data, written);
    written += count * coeffs;
  });

  return {
    config,
    coeffs,
    names,
    hopSeconds: frames.hop / sampleRate,
    extract(signal, out) {
      let samples = checkSignal(signal);
      if (signal.sampleRate !== sampleRate) samples = resamplerFrom(signal.sampleRate).resample(samples);
      if (config.level) samples = levelled({ samples, sampleRate }, config.level);
      if (config.trim) samples = trim({ samples, sampleRate }, config.trim).samples;
      if (fixedLength) {
        const clip = samples;
        const before = Math.trunc((fixedLength - clip.length) / 2);
        samples = new Float64Array(fixedLength).map((_, i) => clip[i - before] ?? 0);
      }
      result = matrix(countFrames(frames, samples.length), coeffs, out);
      written = 0;
      whole.reset();
      whole.push(samples, samples.length);
      whole.flush();
      if (subtractsMean) normalizeRows(subtractClipMean(result), normalization);
      return checkMatrix(result, 'features');
    },
    stream({ sampleRate: from }) {
      const clipWide =
        (['level', 'trim', 'fixedLength', 'subtractClipMean'] as const).find((name) => config[name]) ??
        (features.some(({ topDb }) => topDb !== null) && 'topDb');
      if (clipWide) throw new SerError('INVALID_ARGUMENT', `${clipWide} needs the whole clip and cannot stream`);
      positive('sampleRate', from);
      return createStream(coeffs, createSink, from === sampleRate ? undefined : resamplerFrom(from));
    },
    withNormalization: ({ mean, std }) =>
      createFrontEnd({ ...config, normalization: { mean: [...mean], std: [...std] } }),
  };
}

/** Normalizes each row of a matrix, in place. */
function normalizeRows({ data, coeffs }: FeatureMatrix, normalization: FrontEndConfig['normalization']): void {
  if (!normalization) return;
  const { mean, std } = normalization;
  for (let i = 0; i < data.length; i++) data[i] = (data[i]! - mean[i % coeffs]!) / std[i % coeffs]!;
}

function createStream(
  coeffs: number,
  createSink: (emit: (x: Float64Array, at: number, count: number) => void) => SampleSink,
  resampler: Resampler | undefined,
): FrontEndStream {
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
