import { SerError, type SerErrorCode } from '@ser/core';
import type { AugmentationStep, FeatureMatrix, FrontEnd, FrontEndConfig, Signal } from '@ser/dsp';

/** The extraction from every cut, as plain data that can be sent to threads. */
export interface Extraction {
  readonly frontEnd: FrontEndConfig;
  /** How augmented versions are made; utterances are taken as they are if undefined. */
  readonly augmentation?:
    | {
        readonly steps: readonly AugmentationStep[];
        /** Seed of everything drawn at random; each utterance and version has its own generator. */
        readonly seed: number;
      }
    | undefined;
}

/** The reason why the recording of a cut cannot be used: a `SerError` as plain data. */
export interface Fault {
  readonly code: SerErrorCode;
  readonly message: string;
  readonly hint: string | undefined;
}

/** The features of a cut, or why it has none. */
export type Outcome = FeatureMatrix | Fault;

/** Returns the outcome of work; errors that are no `SerError` are thrown. */
export async function outcomeOf(work: () => FeatureMatrix | Promise<FeatureMatrix>): Promise<Outcome> {
  try {
    return inSharedMemory(await work());
  } catch (error) {
    return faultOf(error);
  }
}

/**
 * Returns the features of a sound.
 *
 * @throws SerError `INVALID_AUDIO` for a sound that the front end cannot use, such as silence or a few samples.
 */
export function featuresOf(frontEnd: FrontEnd, sound: Signal): FeatureMatrix {
  try {
    return frontEnd.extract(sound);
  } catch (cause) {
    if (!(cause instanceof SerError && cause.code === 'INVALID_ARGUMENT')) throw cause;
    const isSilent = sound.samples.every((sample) => sample === 0);
    const message = isSilent ? `it is silent: all of its ${sound.samples.length} samples are 0` : cause.message;
    throw new SerError('INVALID_AUDIO', message, { hint: cause.hint, cause });
  }
}

/** Takes a `SerError` apart; throws other errors. */
export function faultOf(error: unknown): Fault {
  if (!(error instanceof SerError)) throw error;
  const { code, message, hint } = error;
  return { code, message, hint };
}

/** Copies features into memory that threads share, where the platform has it. */
function inSharedMemory({ data, frames, coeffs }: FeatureMatrix): FeatureMatrix {
  if (typeof SharedArrayBuffer === 'undefined') return { data: data.slice(), frames, coeffs };
  const shared = new Float32Array(new SharedArrayBuffer(data.byteLength));
  shared.set(data);
  return { data: shared, frames, coeffs };
}
