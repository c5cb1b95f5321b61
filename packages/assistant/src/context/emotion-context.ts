import { checkFields } from '@ser/core/schema';
import {
  type EmotionContext,
  type EmotionContextOptions,
  type EmotionSnapshot,
  type HeardEvent,
  timesSchema,
} from './contract.js';
import { EmotionTracker } from './emotion-tracker.js';

/** What a listener is informed about. */
const noticeable = ({ emotion, uncertain, trend, isSpeaking }: EmotionSnapshot): string =>
  JSON.stringify([emotion, uncertain?.reason, trend, isSpeaking]);

/**
 * Reads a stream of answers, from now to its end, and keeps what it says about the conversation: the emotion that has
 * held, whether the voice gets more or less tense, and what is uncertain.
 *
 * An emotion is reported when it has been the most probable one for `holdSeconds` of speech; answers that are uncertain
 * do not count. `tension` is half of arousal minus valence, from the table `AFFECT` of `@ser/core`, averaged over
 * all emotions by their probability and over `trendSeconds`; a difference of 0.1 makes a trend.
 *
 * @param stream events of `recognizer.stream(source)` of `ser`, or of the service of `@ser/server`.
 * @param options see {@link EmotionContextOptions}.
 * @throws SerError `INVALID_ARGUMENT` for an option out of range.
 * @example
 * const context = emotionContext(recognizer.stream(microphone));
 * context.current.sentence; // 'The voice may sound cheerful (a guess, 58 % confidence), and less tense than before.'
 * context.current.emotion; // 'happy'
 * await context.done; // the stream has ended
 */
export function emotionContext(
  stream: AsyncIterable<HeardEvent>,
  { onChange, now = Date.now, ...times }: EmotionContextOptions = {},
): EmotionContext {
  const tracker = new EmotionTracker(checkFields(timesSchema, times, { whole: 'the options' }));
  const read = async (): Promise<void> => {
    let last = noticeable(tracker.snapshot(now()));
    for await (const event of stream) {
      tracker.push(event, now());
      if (!onChange) continue;
      const snapshot = tracker.snapshot(now());
      const current = noticeable(snapshot);
      if (current !== last) onChange(snapshot);
      last = current;
    }
  };
  return {
    get current() {
      return tracker.snapshot(now());
    },
    done: read(),
  };
}
