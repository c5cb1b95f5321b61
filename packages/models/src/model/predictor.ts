import type { Emotion, Steps } from '@ser/core';
import type { Signal } from '@ser/dsp';
import type { ModelCard } from '../model-file/model-card.js';
import type { Prediction } from '../predict/prediction.js';
import type { Enrollable, SpeakerProfile } from '../speakers/speaker-profile.js';

/** Options of a prediction. */
export interface PredictOptions {
  /** Profile of the speaker, from `enrollSpeaker`; an unseen speaker if absent. */
  readonly speaker?: SpeakerProfile | undefined;
  /**
   * Whether to say what moved the answer: `explanation`, a map of time and features for the most probable emotion, at
   * the cost of a backward pass for each window. Default false. Ensembles refuse it.
   */
  readonly explain?: boolean | undefined;
}

/** A model or an ensemble of models that recognizes emotions. */
export interface Predictor extends Enrollable {
  /** The emotions that it tells apart. */
  readonly labels: readonly Emotion[];
  readonly card: ModelCard;
  /**
   * Returns the emotion of a clip of any duration and sample rate.
   *
   * @param audio mono samples in [-1, 1] at a known rate.
   * @throws SerError `INVALID_ARGUMENT` for the profile of another model, and after `dispose`.
   */
  predict(audio: Signal, options?: PredictOptions): Prediction;
  /**
   * Does the work of `predict` in steps of some milliseconds: for `runInTurns` of `@ser/core`, so that a long clip does not
   * keep the thread from other work.
   *
   * @throws SerError as `predict`, when a step is taken.
   * @example
   * await runInTurns(model.predictSteps(audio), { signal });
   */
  predictSteps(audio: Signal, options?: PredictOptions): Steps<Prediction>;
  /**
   * Returns the emotion of each clip, as `predict` does, with many clips passing through the network at once.
   *
   * @param clips mono samples in [-1, 1] at a known rate; they are read one by one.
   * @throws SerError as `predict`.
   */
  predictMany(clips: Iterable<Signal>, options?: PredictOptions): Prediction[];
  /**
   * Frees the weights.
   *
   * @throws SerError `INVALID_ARGUMENT` if they are freed already.
   */
  dispose(): void;
}
