import type { EmotionAnswer } from '@ser/core';
import type { ContextTimes, EmotionSnapshot, HeardEvent } from './contract.js';
import { sentenceOf } from './emotion-prompt.js';
import { TensionHistory, tensionOf } from './tension.js';

/** Follows the events of a stream: which emotion has held, how tension changes, what is uncertain. */
export class EmotionTracker {
  readonly #times: ContextTimes;
  readonly #tension: TensionHistory;
  #held: { readonly emotion: string; readonly confidence: number } | undefined;
  /** The emotion that may be reported next, and for how many seconds of speech it has held. */
  #next: { readonly label: string; seconds: number } | undefined;
  #uncertain: EmotionAnswer['uncertain'];
  /** Seconds of speech since the last answer that was certain. */
  #uncertainSeconds = 0;
  #isSpeaking = false;
  #time = 0;
  /** Where the last speech ended, and when that was by the clock, in ms. */
  #lastSpeech: { readonly end: number; readonly at: number } | undefined;
  /** How far the open segment has been heard, in seconds of the stream. */
  #heardTo = 0;
  /** Seconds of the open segment that count for `#next`, and for the tension. */
  #counted = { next: 0, tension: 0 };

  constructor(times: ContextTimes) {
    this.#times = times;
    this.#tension = new TensionHistory(times.trendSeconds);
  }

  /** @param at the time of the clock, in ms. */
  push(event: HeardEvent, at: number): void {
    if (event.kind === 'speech') {
      if (this.#lastSpeech && event.start - this.#lastSpeech.end > this.#times.forgetSeconds) this.#forget();
      this.#isSpeaking = true;
      this.#heardTo = event.start;
      this.#counted = { next: 0, tension: 0 };
      this.#time = Math.max(this.#time, event.start);
      return;
    }
    const { start, end } = event;
    if (event.kind === 'update') this.#hear(event.smoothed, end - this.#heardTo, end - this.#heardTo);
    else {
      // The answer is about the whole segment, of which updates may have counted a part.
      const counted = this.#next?.label === event.answer.label ? this.#counted.next : 0;
      this.#hear(event.answer, Math.max(0, end - start - counted), end - start - this.#counted.tension);
      this.#isSpeaking = false;
    }
    this.#heardTo = end;
    this.#time = Math.max(this.#time, end);
    this.#lastSpeech = { end, at };
  }

  /** @param at the time of the clock, in ms. */
  snapshot(at: number): EmotionSnapshot {
    const { forgetSeconds, holdSeconds } = this.#times;
    if (this.#lastSpeech && !this.#isSpeaking && at - this.#lastSpeech.at > 1000 * forgetSeconds) this.#forget();
    const { now: tension, trend } = this.#tension;
    const isUncertain = this.#uncertain && this.#uncertainSeconds >= holdSeconds;
    const facts = {
      ...this.#held,
      ...(isUncertain && { uncertain: { reason: this.#uncertain!.reason, message: this.#uncertain!.message } }),
      ...(trend && { trend }),
      ...(tension !== undefined && { tension }),
      isSpeaking: this.#isSpeaking,
      time: this.#time,
    };
    return { sentence: sentenceOf(facts), ...facts };
  }

  /** @param seconds of speech that count for the emotion of the answer, and for its tension. */
  #hear(answer: EmotionAnswer, seconds: number, tensionSeconds: number): void {
    const { label, confidence, uncertain } = answer;
    this.#uncertain = uncertain;
    if (uncertain) {
      this.#uncertainSeconds += seconds;
      return;
    }
    this.#uncertainSeconds = 0;
    const tension = tensionOf(answer);
    if (tension !== undefined && tensionSeconds > 0) {
      this.#tension.push({ tension, seconds: tensionSeconds });
      this.#counted.tension += tensionSeconds;
    }
    if (label === this.#held?.emotion) {
      this.#held = { emotion: label, confidence };
      this.#next = undefined;
      return;
    }
    if (this.#next?.label !== label) {
      this.#next = { label, seconds: 0 };
      this.#counted.next = 0;
    }
    this.#next.seconds += seconds;
    this.#counted.next += seconds;
    if (this.#next.seconds < this.#times.holdSeconds) return;
    this.#held = { emotion: label, confidence };
    this.#next = undefined;
  }

  #forget(): void {
    this.#held = undefined;
    this.#next = undefined;
    this.#uncertain = undefined;
    this.#uncertainSeconds = 0;
    this.#lastSpeech = undefined;
    this.#tension.clear();
  }
}
