import { meanAffect } from '@ser/core';
import type { RecordingPrediction, UpdateEvent } from '../contract.js';

/** Averages the probabilities of answers that follow each other, the last ones most. */
export class Smoothing {
  readonly #keep: number;
  #means: Map<string, number> | undefined;

  /**
   * @param stepSeconds seconds between two answers.
   * @param seconds time constant: after so long, 63 % of a change is seen. With 0, answers are not changed.
   */
  constructor(stepSeconds: number, seconds: number) {
    this.#keep = seconds === 0 ? 0 : Math.exp(-stepSeconds / seconds);
  }

  /** Begins again with the next answer. */
  reset(): void {
    this.#means = undefined;
  }

  /** Returns an answer with the averages, which include it; equal ones keep their order. */
  next({ probabilities, uncertain }: RecordingPrediction): UpdateEvent['smoothed'] {
    const before = this.#means;
    const means = new Map(
      probabilities.map(({ label, probability }) => {
        const last = before?.get(label) ?? probability;
        return [label, probability + this.#keep * (last - probability)];
      }),
    );
    this.#means = means;
    const ranked = probabilities
      .map(({ label }) => ({ label, probability: means.get(label)! }))
      .sort((a, b) => b.probability - a.probability);
    const { label, probability: confidence } = ranked[0]!;
    return { label, confidence, probabilities: ranked, affect: meanAffect(ranked), uncertain };
  }
}
