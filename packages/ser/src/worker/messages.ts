import type { Audio } from '@ser/audio';
import type { PredictOptions, SpeakerProfile } from '@ser/models/contract';
import type { LoadOptions, ModelDescription, RecordingPrediction } from '../contract.js';
import type { NamedAudio } from '../recognize/audible.js';

/** What a worker needs to get ready: which model. */
export interface WorkerSetup extends Pick<LoadOptions, 'timeoutSeconds'> {
  readonly path: string | undefined;
  readonly encoder: string | undefined;
}

/** What a worker is asked for. */
export type WorkerJob =
  | { readonly kind: 'describe' }
  | { readonly kind: 'predict'; readonly name: string; readonly audio: Audio; readonly options: PredictOptions }
  | { readonly kind: 'enroll'; readonly recordings: readonly NamedAudio[] };

/** What a worker answers, in the order of {@link WorkerJob}. */
export type WorkerAnswer = ModelDescription | RecordingPrediction | SpeakerProfile;
