import { isKnownEmotion } from '@ser/core';
import { AFFECT } from '@ser/datasets';
import type { LabelProbability } from './segment.js';

/** A point in the plane of valence (unpleasant to pleasant) and arousal (sleepy to excited), each from -1 to 1. */
export interface AffectPoint {
  readonly valence: number;
  readonly arousal: number;
}

/** Returns the point of an emotion; undefined for one that has none. */
export function affectOf(label: string): AffectPoint | undefined {
  if (!isKnownEmotion(label)) return undefined;
  const { valence, arousal } = AFFECT[label];
  return { valence, arousal };
}

/**
 * Returns the mean of the points of all emotions, weighted by their probabilities; undefined if none has a point.
 *
 * @example
 * meanAffect([{ label: 'happy', probability: 0.5 }, { label: 'neutral', probability: 0.5 }]); // { valence: 0.405, arousal: 0.255 }
 */
export function meanAffect(probabilities: readonly LabelProbability[]): AffectPoint | undefined {
  let valence = 0;
  let arousal = 0;
  let weight = 0;
  for (const { label, probability } of probabilities) {
    const point = affectOf(label);
    if (!point) continue;
    valence += probability * point.valence;
    arousal += probability * point.arousal;
    weight += probability;
  }
  return weight > 0 ? { valence: valence / weight, arousal: arousal / weight } : undefined;
}
