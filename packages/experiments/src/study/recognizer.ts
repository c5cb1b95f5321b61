import type { Emotion } from '@ser/core';
import type { Corpus } from '@ser/datasets';
import type { Signal } from '@ser/dsp';

/** The sound of an utterance, mono, as a corpus reads it. */
export type ClipAudio = Awaited<ReturnType<Corpus['read']>>;

/** Whatever recognizes emotions in sound: a `SerModel`, an ensemble of them, or a program's own. */
export interface Recognizer {
  /** The emotions that it knows. */
  readonly labels: readonly Emotion[];
  predict(audio: Signal): { readonly label: Emotion };
}
