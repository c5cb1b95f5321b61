import type { EmotionAnswer } from '@ser/core';
import { numberAbove0, numberFrom, type Plain } from '@ser/core/schema';
import * as v from '@ser/core/valibot';

/**
 * An event of `Recognizer.stream` of `ser`, or of `GET /v1/stream` of `@ser/server`. Times are in seconds from the start
 * of the stream.
 */
export type HeardEvent =
  | { readonly kind: 'speech'; readonly segment: number; readonly start: number }
  | {
      readonly kind: 'update';
      readonly segment: number;
      readonly start: number;
      readonly end: number;
      readonly smoothed: EmotionAnswer;
    }
  | {
      readonly kind: 'final';
      readonly segment: number;
      readonly start: number;
      readonly end: number;
      readonly answer: EmotionAnswer;
    };

/** Options of `emotionContext` that are numbers. */
export const timesSchema = v.strictObject({
  /** Seconds of speech for which an emotion must hold before it is reported, 0 to 60. Default 1. */
  holdSeconds: v.optional(numberFrom(0, 60), 1),
  /**
   * Seconds of speech that the trend is about, above 0, up to 600: the last ones are compared with up to three times as
   * many before them. Default 5.
   */
  trendSeconds: v.optional(numberAbove0(600), 5),
  /** Seconds after which all is forgotten if nobody speaks, above 0, up to 86,400. Default 60. */
  forgetSeconds: v.optional(numberAbove0(86_400), 60),
});

/** The numbers among the options, with their defaults. */
export type ContextTimes = Plain<v.InferOutput<typeof timesSchema>>;

/** Options of `emotionContext`. */
export type EmotionContextOptions = Plain<v.InferInput<typeof timesSchema>> & {
  /** Receives the snapshot when emotion, trend, uncertainty, or whether there is speech has changed. */
  readonly onChange?: ((snapshot: EmotionSnapshot) => void) | undefined;
  /** The time in milliseconds, for `forgetSeconds`. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
};

/** How a voice sounds now, as plain JSON. Fields that are not known are absent. */
export interface EmotionSnapshot {
  /** One sentence for a prompt, e.g. `The voice may sound tense or annoyed (a guess, 62 % confidence).` */
  readonly sentence: string;
  /** The emotion that has held, as the model names it. */
  readonly emotion?: string;
  /** Probability of the emotion when it was heard last, 0 to 1. */
  readonly confidence?: number;
  /** Why the last speech cannot be relied on. */
  readonly uncertain?: { readonly reason: string; readonly message: string };
  /** How the last seconds compare with those before; `steady` if they hardly differ. */
  readonly trend?: 'easing' | 'tensing' | 'steady';
  /**
   * Tension of the last seconds, from -1 (calm: low arousal, pleasant) to 1 (tense: high arousal, unpleasant).
   */
  readonly tension?: number;
  /** True while there is speech. */
  readonly isSpeaking: boolean;
  /** Where the last event is, in seconds from the start of the stream. */
  readonly time: number;
}

/** What assistants read: the way a voice sounds now. */
export interface EmotionSource {
  readonly current: EmotionSnapshot;
}

/** The conversation context that `emotionContext` keeps. */
export interface EmotionContext extends EmotionSource {
  /** Resolves when the stream has ended; rejects with its error. `current` stays readable. */
  readonly done: Promise<void>;
}
