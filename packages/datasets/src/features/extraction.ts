import { runInTurns, SerError, type SerErrorCode } from '@ser/core';
import {
  type AugmentationStep,
  createFrontEnd,
  type Encoder,
  encoderOf,
  type FeatureMatrix,
  type FrontEnd,
  type FrontEndConfig,
  type Signal,
} from '@ser/dsp';
import { provideEncoder } from '@ser/encoders';

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
  /**
   * The speech encoder of a front end that has one: the path of its file or folder, or an open one, which cannot be sent to
   * threads.
   */
  readonly encoder?: string | Encoder | undefined;
}

/** Returns the front end of an extraction, with its speech encoder if it has one. */
export async function openFrontEnd({ frontEnd, encoder }: Extraction): Promise<FrontEnd> {
  const wanted = encoderOf(frontEnd);
  return createFrontEnd(frontEnd, { encoder: wanted && (await provideEncoder(wanted, { encoder })) });
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
export async function outcomeOf(work: () => Promise<FeatureMatrix>): Promise<Outcome> {
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
export async function featuresOf(frontEnd: FrontEnd, sound: Signal): Promise<FeatureMatrix> {
  try {
    return frontEnd.encoder ? await runInTurns(frontEnd.extractSteps(sound)) : frontEnd.extract(sound);
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
