import { SerError, type Steps, waitFor } from '@ser/core';
import { check } from '../../signal/check.js';
import type { FeatureMatrix, Signal } from '../../signal/types.js';
import { numbered } from '../features/feature.js';
import type { ResolvedConfig, ResolvedFeature } from '../front-end-config.js';
import type { FrontEndFrames } from '../front-end-frames.js';
import { type Encoder, type EncoderOutput, encoderName, requireEncoder } from './encoder.js';

/** Added to the variance of the waveform, as by the feature extractors of Transformers. */
const LEAST_VARIANCE = 1e-7;

/** The hidden states of a speech encoder in place of the features of frames. */
export interface Encoding {
  /** One name for each value. */
  readonly names: readonly string[];
  /** Fills `vectors`, one for each frame of the samples. */
  encode(samples: Signal['samples'], vectors: FeatureMatrix): Steps<void>;
}

/** Checks what a front end of an encoder has besides, and prepares its work; undefined for other front ends. */
export function createEncoding(
  config: ResolvedConfig,
  frames: FrontEndFrames,
  encoder: Encoder | undefined,
): Encoding | undefined {
  const spec = config.features.find((feature) => feature.kind === 'encoder');
  if (!spec) return undefined;
  checkConfig(config);
  const { sampleRate } = config;
  const { hop, length } = frames;
  const most = frames.count(Math.round(spec.chunkSeconds * sampleRate));
  const context = Math.round((spec.contextSeconds * sampleRate) / hop);
  check(
    most > 2 * context,
    'chunkSeconds',
    spec.chunkSeconds,
    `longer than a frame and both contexts of ${spec.contextSeconds} s`,
  );
  if (encoder) requireEncoder(spec, encoder);

  function* encode(samples: Signal['samples'], vectors: FeatureMatrix): Steps<void> {
    const ready = requireEncoder(spec!, encoder);
    const input = spec!.normalizeWaveform ? normalized(samples) : Float32Array.from(samples);
    const total = vectors.frames;
    for (let at = 0; at < total; ) {
      const first = Math.max(0, at - context);
      const last = Math.min(total, first + most);
      const end = last === total ? total : last - context;
      const chunk = input.slice(first * hop, Math.min((last - 1) * hop + length, input.length));
      const output = yield* waitFor(ready.run(chunk, spec!));
      const rows = rowsOf(output, spec!, { frames: last - first, samples: chunk.length });
      const { size } = spec!;
      vectors.data.set(rows.subarray((at - first) * size, (end - first) * size), at * size);
      at = end;
    }
  }
  return { names: numbered('encoder', spec.size), encode };
}

/** Refuses fields that mean nothing for an encoder. */
function checkConfig({ features, frame, deltas, preEmphasis }: ResolvedConfig): void {
  check(features.length === 1, 'features', features.length, 'the encoder alone');
  check(
    frame.center === false || frame.center === 'cover',
    'frame.center',
    frame.center,
    'false or cover for an encoder',
  );
  check(deltas === undefined, 'deltas', deltas, 'absent for an encoder');
  check(preEmphasis === 0, 'preEmphasis', preEmphasis, 'absent for an encoder');
}

/** The samples with mean 0 and variance 1. */
function normalized(samples: Signal['samples']): Float32Array {
  let sum = 0;
  let squares = 0;
  for (const sample of samples) sum += sample;
  const mean = sum / samples.length;
  for (const sample of samples) squares += (sample - mean) ** 2;
  const scale = Math.sqrt(squares / samples.length + LEAST_VARIANCE);
  return Float32Array.from(samples, (sample) => (sample - mean) / scale);
}

/** The vectors of the layer that is asked for, frame by frame. */
function rowsOf(
  { data, dims }: EncoderOutput,
  spec: ResolvedFeature<'encoder'>,
  { frames, samples }: { readonly frames: number; readonly samples: number },
): Float32Array {
  const { layer, size, output } = spec;
  const stacked = layer !== undefined;
  const [layers, batch] = stacked ? [dims[0]! * dims[1]!, Math.min(dims[0]!, dims[1]!)] : [1, dims[0]];
  const fits = dims.length === (stacked ? 4 : 3) && batch === 1 && dims.at(-2) === frames && dims.at(-1) === size;
  if (!fits || data.length !== layers * frames * size)
    throw new SerError(
      'INVALID_MODEL',
      `output ${output} of ${encoderName(spec)} has the shape [${dims.join(', ')}] for ${samples} samples, ` +
        `not ${stacked ? '[1, layers, frames, size]' : '[1, frames, size]'} with ${frames} frames of ${size} values`,
      {
        hint: 'Compare size and layer of the feature, sampleRate of the front end, and nFft and hopLength of its frames with the encoder.',
      },
    );
  if (layer !== undefined && layer >= layers)
    throw new SerError(
      'INVALID_MODEL',
      `output ${output} of ${encoderName(spec)} has ${layers} layers, no layer ${layer}`,
      {
        hint: `layer is an integer from 0 to ${layers - 1}.`,
      },
    );
  const start = (layer ?? 0) * frames * size;
  return data.subarray(start, start + frames * size);
}
