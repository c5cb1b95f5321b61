import type { Emotion } from '@ser/core';
import type { Signal } from '@ser/dsp';
import type { ModelCard } from '../model-file/model-card.js';
import type { Prediction } from '../predict/prediction.js';
import type { Enrollable, SpeakerProfile } from '../speakers/speaker-profile.js';

/** Options of a prediction. */
export interface PredictOptions {
  /** Whose voice it is, from `enrollSpeaker`; a stranger's if absent. */
  readonly speaker?: SpeakerProfile;
}

/** What tells emotions: one model, or several that answer as one. */
export interface Predictor extends Enrollable {
  /** The emotions that it knows. */
  readonly labels: readonly Emotion[];
  readonly card: ModelCard;
  /**
   * Recognizes the emotion of a clip of any duration and sample rate.
   *
   * @throws SerError `INVALID_ARGUMENT` for a speaker's profile that was made with another model.
   */
  predict(audio: Signal, options?: PredictOptions): Prediction;
  /** Frees the weights; it cannot be used afterwards. */
  dispose(): void;
}
