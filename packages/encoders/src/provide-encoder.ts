import { SerError } from '@ser/core';
import { describeEncoder, type Encoder } from '@ser/dsp';
import { platform } from '#platform';
import { type OpenEncoder, type OpenEncoderOptions, openEncoder, type WantedEncoder } from './open-encoder.js';

/** Options of {@link provideEncoder}. */
export interface ProvideEncoderOptions extends OpenEncoderOptions {
  /** Path of the file, or of a folder that holds it under its name; or an open encoder. */
  readonly encoder?: string | Encoder | undefined;
  /** Folders where it may lie under its name if neither `encoder` nor the environment variable `SER_ENCODER` is set. */
  readonly folders?: readonly string[] | undefined;
}

/** Returns whether an encoder is an open one rather than a path. */
const isOpen = (encoder: string | Encoder | undefined): encoder is Encoder => typeof encoder === 'object';

/**
 * Finds and opens the speech encoder that a front end names: the given one, else the file or folder of the environment
 * variable `SER_ENCODER`, else the file of its name in one of some folders.
 *
 * @param wanted the feature of kind `encoder`.
 * @throws SerError `NOT_FOUND` if it is nowhere, with a hint that says what to fetch; those of {@link openEncoder}.
 * @example
 * const encoder = await provideEncoder(encoderOf(frontEnd), { folders: ['models/wavlm-head'] });
 */
export async function provideEncoder(
  wanted: WantedEncoder,
  { encoder, folders = [], ...options }: ProvideEncoderOptions = {},
): Promise<Encoder | OpenEncoder> {
  if (isOpen(encoder)) return encoder;
  const { file } = wanted;
  const named = encoder ?? platform.environment();
  for (const place of named === undefined ? folders : [named]) {
    const path = await platform.find(place, file?.name);
    // A file that is named has its own error if it is the wrong one.
    if (path !== undefined) return openEncoder(path, wanted, options);
  }
  const place = named === undefined ? '' : ` at ${named}`;
  throw new SerError('NOT_FOUND', `no speech encoder${place}: ${file?.name ?? `SHA-256 ${wanted.sha256}`}`, {
    hint: `Fetch ${describeEncoder(wanted)}, and name it with --encoder (option encoder) or $SER_ENCODER.`,
  });
}
