import { invalidArgument, runAtOnce, SerError, type Steps } from '@ser/core';
import { checkFields } from '@ser/core/schema';
import { check, checkSignal, positive } from '../signal/check.js';
import { copy } from '../signal/frame-cutter.js';
import { countFrames } from '../signal/frames.js';
import { checkMatrix, matrix } from '../signal/matrix.js';
import type { FeatureMatrix, Signal } from '../signal/types.js';
import type { WarningOptions } from '../signal/warnings.js';
import { functionals } from '../temporal/functionals.js';
import { subtractClipMean } from '../temporal/subtract-clip-mean.js';
import { warnIfShort } from '../transform/stft.js';
import { levelled } from '../waveform/level.js';
import { createResampler } from '../waveform/resample.js';
import { trim } from '../waveform/trim.js';
import { createEncoding } from './encoder/encode.js';
import type { Encoder } from './encoder/encoder.js';
import { createFeature } from './features/create-feature.js';
import { type FrontEndConfig, frontEndSchema } from './front-end-config.js';
import { createFrontEndFrames } from './front-end-frames.js';
import { type CreateSink, createPipeline, type PipelineParts } from './front-end-pipeline.js';
import { createStream, type FrontEndStream } from './front-end-stream.js';
import { createEmphasis } from './pre-emphasis.js';

/** Samples that are analyzed in one step. */
const STEP = 2 ** 17;

/** Fields that look at the whole clip. */
const CLIP_WIDE = ['level', 'trim', 'fixedLength', 'subtractClipMean', 'functionals'] as const;

/** A plan that turns sound into feature vectors, made from plain JSON by {@link createFrontEnd}. */
export interface FrontEnd {
  readonly config: FrontEndConfig;
  /** Values of each vector. */
  readonly coeffs: number;
  /** Name of each value: `mfcc0` …, with `delta.` or `delta2.` in front. */
  readonly names: readonly string[];
  /** Seconds from frame to frame. */
  readonly hopSeconds: number;
  /** The speech encoder that it runs; undefined if it has none, and until it is given. */
  readonly encoder: Encoder | undefined;
  /**
   * The feature vectors of a whole signal.
   *
   * @returns frames × coeffs
   * @throws SerError if the signal is empty, not finite, or too short (for one frame, or for the deltas' width), and for a
   *   speech encoder, which runs in {@link FrontEnd.extractSteps} only
   */
  extract(signal: Signal, out?: FeatureMatrix): FeatureMatrix;
  /**
   * The same vectors, extracted in steps of a few milliseconds: for `runInTurns` of `@ser/core`, so that a long signal does
   * not keep the thread from other work. Speech encoders run this way only.
   *
   * @throws SerError as `extract`, when the first step is taken; `NOT_FOUND` if a speech encoder is needed and was not
   *   given, `INVALID_MODEL` if its output has another shape than configured.
   */
  extractSteps(signal: Signal): Steps<FeatureMatrix>;
  /**
   * Extraction from samples that come piece by piece, at any sample rate (in Hz); all frames together are those of
   * `extract`, bit for bit.
   *
   * @throws SerError if the configuration needs the whole clip (`level`, `trim`, `fixedLength`, `topDb`,
   *   `subtractClipMean`, `encoder`)
   */
  stream(options: { sampleRate: number }): FrontEndStream;
  /** The same plan with other normalization statistics, one mean and standard deviation a coefficient. */
  withNormalization(stats: { mean: readonly number[]; std: readonly number[] }): FrontEnd;
  /**
   * The same plan with its speech encoder, ready to run.
   *
   * @throws SerError `INVALID_ARGUMENT` for an encoder with another SHA-256, and for a front end without one
   */
  withEncoder(encoder: Encoder | undefined): FrontEnd;
}

/** Options of {@link createFrontEnd}. */
export interface FrontEndOptions extends WarningOptions {
  /**
   * The speech encoder of a front end that has one: from `openEncoder` of `@ser/encoders`. Without it everything but the
   * extraction works.
   */
  readonly encoder?: Encoder | undefined;
}

/**
 * Prepares feature extraction.
 *
 * @param config plain JSON; each field with its unit, range and default in {@link FrontEndConfig}
 * @param options where warnings go: of empty mel bands, frames with few periods, and clips shorter than a frame
 * @throws SerError that names the first field that is unknown, missing or out of range
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
export function createFrontEnd(config: FrontEndConfig, { onWarning, encoder }: FrontEndOptions = {}): FrontEnd {
  const resolved = checkFields(frontEndSchema(), config, { whole: 'the front end' });
  const { sampleRate, level, trim: silence, fixedLength, subtractClipMean: subtractsMean, normalization } = resolved;
  const orders = resolved.deltas?.orders ?? 0;
  const summary = resolved.functionals;
  const frames = createFrontEndFrames(resolved.frame);
  const encoding = createEncoding(resolved, frames, encoder);
  if (encoder && !encoding)
    throw invalidArgument('encoder', encoder.sha256, 'absent for a front end without an encoder');
  // Each extraction in progress has its own features, and so its own working memory.
  const createParts = (warnings: WarningOptions): PipelineParts => {
    const context = {
      sampleRate,
      nFft: resolved.frame.nFft,
      frames,
      shared: resolved.features.length > 1,
      ...warnings,
    };
    return {
      frames: createFrontEndFrames(resolved.frame),
      features: resolved.features.flatMap((spec) => (spec.kind === 'encoder' ? [] : [createFeature(spec, context)])),
      orders,
      width: resolved.deltas?.width ?? 9,
      // Statistics of the clip are known at its end, and normalization comes after them.
      normalization: subtractsMean || summary ? undefined : normalization,
    };
  };
  const { features } = createParts({ onWarning });
  const base = encoding?.names ?? features.flatMap(({ names }) => names);
  const framewise = ['', 'delta.', 'delta2.'].slice(0, 1 + orders).flatMap((word) => base.map((name) => word + name));
  const names = summary ? framewise.flatMap((name) => summary.map((one) => `${name}.${one}`)) : framewise;
  const coeffs = names.length;
  if (normalization) checkNormalization(normalization, coeffs);
  const emphasis = resolved.preEmphasis;
  const { coef, zi } = typeof emphasis === 'number' ? { coef: emphasis, zi: undefined } : emphasis;
  // Warnings of the configuration have been given.
  const silent = { onWarning: () => {} };
  const createSink: CreateSink = (emit) => {
    const pipeline = createPipeline(createParts(silent), emit);
    return coef ? createEmphasis(coef, zi, pipeline) : pipeline;
  };

  const resamplerFrom = (from: number) => createResampler({ from, to: sampleRate });

  // Made here, so that what does not fit together is refused before anything is extracted.
  const collect = encoding ? encoding.encode : createCollect(createSink, framewise.length);

  function* extraction(signal: Signal, out?: FeatureMatrix): Steps<FeatureMatrix> {
    let samples = checkSignal(signal);
    if (signal.sampleRate !== sampleRate) samples = yield* resamplerFrom(signal.sampleRate).resampleSteps(samples);
    if (level) samples = levelled({ samples, sampleRate }, level);
    if (silence) samples = trim({ samples, sampleRate }, silence).samples;
    if (fixedLength) samples = padOrCut(samples, fixedLength);
    const vectors = matrix(countFrames(frames, samples.length), framewise.length, summary ? undefined : out);
    warnIfShort(samples.length, frames.length, { onWarning });
    yield* collect(samples, vectors);
    if (subtractsMean) subtractClipMean(vectors);
    const result = summary ? functionals(vectors, { functionals: summary }, out) : vectors;
    if (subtractsMean || summary || encoding) normalizeRows(result, normalization);
    return checkMatrix(result, 'features');
  }

  return {
    config,
    coeffs,
    names,
    hopSeconds: frames.hop / sampleRate,
    encoder,
    extract(signal, out) {
      if (encoding)
        throw new SerError('INVALID_ARGUMENT', 'a speech encoder runs asynchronously: its features need extractSteps', {
          hint: 'await runInTurns(frontEnd.extractSteps(signal)); to predict, use loadRecognizer, or predictSteps of the model.',
        });
      return runAtOnce(extraction(signal, out));
    },
    extractSteps: (signal) => extraction(signal),
    stream({ sampleRate: from }) {
      const clipWide =
        (encoding && 'encoder') ??
        CLIP_WIDE.find((name) => resolved[name]) ??
        features.find(({ clip }) => clip)?.clip?.reason;
      if (clipWide) throw new SerError('INVALID_ARGUMENT', `${clipWide} needs the whole clip and cannot stream`);
      positive('sampleRate', from);
      return createStream(coeffs, createSink, from === sampleRate ? undefined : resamplerFrom(from));
    },
    withNormalization: ({ mean, std }) =>
      createFrontEnd({ ...config, normalization: { mean: [...mean], std: [...std] } }, { onWarning, encoder }),
    withEncoder: (other) => createFrontEnd(config, { onWarning, encoder: other }),
  };
}

/** Returns what collects the vectors of a whole signal in a matrix of `coeffs` columns. */
function createCollect(createSink: CreateSink, coeffs: number) {
  const none = matrix(0, coeffs);
  const createCollector = () => {
    const collector = { result: none, written: 0 };
    const sink = createSink((x, at, count) => {
      copy(x, at, at + count * coeffs, collector.result.data, collector.written);
      collector.written += count * coeffs;
    });
    return Object.assign(collector, { sink });
  };
  /** Those that no extraction uses: one may begin before another, that goes in steps, has ended. */
  const idle = [createCollector()];

  return function* collect(samples: Signal['samples'], vectors: FeatureMatrix): Steps<void> {
    const collector = idle.pop() ?? createCollector();
    const { sink } = collector;
    collector.result = vectors;
    collector.written = 0;
    sink.reset();
    try {
      for (let start = 0; start < samples.length; start += STEP) {
        if (start > 0) yield;
        const part = samples.length <= STEP ? samples : samples.subarray(start, start + STEP);
        sink.push(part, part.length);
      }
      sink.flush();
    } finally {
      collector.result = none;
      idle.push(collector);
    }
  };
}

function checkNormalization({ mean, std }: NonNullable<FrontEndConfig['normalization']>, coeffs: number): void {
  check(mean.length === coeffs && mean.every(Number.isFinite), 'normalization.mean', mean, `${coeffs} finite numbers`);
  check(std.length === coeffs && std.every((s) => s > 0), 'normalization.std', std, `${coeffs} numbers above 0`);
}

/** The middle `length` samples of a clip, or the clip between equal runs of silence. */
function padOrCut(clip: Signal['samples'], length: number): Float64Array {
  const before = Math.trunc((length - clip.length) / 2);
  return new Float64Array(length).map((_, i) => clip[i - before] ?? 0);
}

/** Normalizes each row of a matrix, in place. */
function normalizeRows({ data, coeffs }: FeatureMatrix, normalization: FrontEndConfig['normalization']): void {
  if (!normalization) return;
  const { mean, std } = normalization;
  for (let i = 0; i < data.length; i++) data[i] = (data[i]! - mean[i % coeffs]!) / std[i % coeffs]!;
}
