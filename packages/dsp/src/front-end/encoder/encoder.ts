import { SerError } from '@ser/core';
import type { FeatureSpec, FrontEndConfig, ResolvedFeature } from '../front-end-config.js';

/** A tensor that an encoder returns. */
export interface EncoderOutput {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** A pretrained network from samples to hidden states, ready to run: what `openEncoder` of `@ser/encoders` returns. */
export interface Encoder {
  /** SHA-256 of its file, 64 hexadecimal digits. */
  readonly sha256: string;
  /**
   * Returns one output for samples at the encoder's rate.
   *
   * @param samples a batch of one: [1, samples].
   * @param names the names of the input and of the output in the file.
   * @throws SerError `INVALID_MODEL` for names that the file does not have, and where the encoder fails.
   */
  run(samples: Float32Array, names: { readonly input: string; readonly output: string }): Promise<EncoderOutput>;
}

/** The feature `encoder` of a front end, as it is configured. */
export type EncoderSpec = Extract<FeatureSpec, { kind: 'encoder' }>;

/** Returns the speech encoder that a front end needs; undefined if it computes its features itself. */
export function encoderOf({ features }: Pick<FrontEndConfig, 'features'>): EncoderSpec | undefined {
  return features.find((feature) => feature.kind === 'encoder');
}

/** Returns the name of an encoder for messages: that of its file, and its hash. */
export const encoderName = ({ file, sha256 }: Pick<EncoderSpec, 'file' | 'sha256'>): string =>
  `${file?.name ?? 'the encoder'} (SHA-256 ${sha256.slice(0, 12)}…)`;

/**
 * Returns one sentence that says which file an encoder is and where it comes from.
 *
 * @example
 * describeEncoder(spec); // 'wavlm-base.onnx, 378312448 bytes, SHA-256 3f…, https://…, license MIT'
 */
export function describeEncoder({ file, sha256 }: Pick<EncoderSpec, 'file' | 'sha256'>): string {
  const { name = 'an ONNX file', bytes, url, license } = file ?? {};
  const size = bytes === undefined ? undefined : `${bytes} bytes`;
  return [name, size, `SHA-256 ${sha256}`, url, license && `license ${license}`].filter(Boolean).join(', ');
}

/** Returns an encoder if it is the one that a front end names. */
export function requireEncoder(spec: ResolvedFeature<'encoder'>, encoder: Encoder | undefined): Encoder {
  if (encoder?.sha256 === spec.sha256) return encoder;
  if (encoder)
    throw new SerError(
      'INVALID_ARGUMENT',
      `encoder must be ${encoderName(spec)}, got one of SHA-256 ${encoder.sha256}`,
    );
  throw new SerError('NOT_FOUND', `the front end needs a speech encoder that was not given: ${encoderName(spec)}`, {
    hint: `Give it as the option encoder (--encoder of the command). It is ${describeEncoder(spec)}.`,
  });
}
