import type { Emotion, Steps } from '@ser/core';
import type { Corpus } from '@ser/datasets';
import type { Signal } from '@ser/dsp';

/** The mono audio of an utterance, as a corpus reads it. */
export type ClipAudio = Awaited<ReturnType<Corpus['read']>>;

/** A model that predicts emotions: a `SerModel`, a `SerEnsemble`, or your own. */
export interface ClipPredictor {
  /** The emotions that it can predict. */
  readonly labels: readonly Emotion[];
  predict(audio: Signal): { readonly label: Emotion };
  /** The same in steps, which is asked instead where it is there: models with a speech encoder answer only so. */
  predictSteps?(audio: Signal): Steps<{ readonly label: Emotion }>;
}
