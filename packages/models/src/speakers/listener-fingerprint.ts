import { canonicalJson } from '@ser/core';
import type { FrontEnd } from '@ser/dsp';
import type { CoefficientStatistics } from './fit-normalization.js';
import type { ModelEnrollment } from './model-enrollment.js';

/** FNV-1a, 32 bits. */
function hash(text: string, seed: number): string {
  let h = seed;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return (h >>> 0).toString(16).padStart(8, '0');
}

/** What a speaker's profile depends on, in addition to the clips. */
interface Listener {
  readonly frontEnd: FrontEnd;
  readonly enrollment?: ModelEnrollment | undefined;
  readonly neutral?: CoefficientStatistics | undefined;
  readonly neutralScores?: readonly number[] | undefined;
}

const known = new WeakMap<Listener, string>();

/**
 * Returns a short name of a front end and of how it enrolls speakers: equal for equal configs, normalization included,
 * in any order of their fields.
 */
export function listenerFingerprint(listener: Listener): string {
  let name = known.get(listener);
  if (name === undefined) {
    const { frontEnd, enrollment, neutral, neutralScores } = listener;
    const text = canonicalJson({ ...frontEnd.config, enrollment, neutral, neutralScores });
    name = hash(text, 0x811c9dc5) + hash(text, 0x9e3779b9);
    known.set(listener, name);
  }
  return name;
}
