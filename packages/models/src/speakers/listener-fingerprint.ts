import type { FrontEnd } from '@ser/dsp';
import type { CoefficientStatistics } from './fit-normalization.js';
import type { ModelEnrollment } from './model-enrollment.js';

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
};

/** FNV-1a, 32 bits. */
function hash(text: string, seed: number): string {
  let h = seed;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return (h >>> 0).toString(16).padStart(8, '0');
}

/** All that a speaker's profile follows from, beside the clips. */
interface Listener {
  readonly frontEnd: FrontEnd;
  readonly enrollment?: ModelEnrollment | undefined;
  readonly neutral?: CoefficientStatistics | undefined;
}

const known = new WeakMap<Listener, string>();

/**
 * A short name for a front end and how it gets to know speakers: equal for equal configs, normalization included, in
 * whatever order their fields are.
 */
export function listenerFingerprint(listener: Listener): string {
  let name = known.get(listener);
  if (name === undefined) {
    const { frontEnd, enrollment, neutral } = listener;
    const how = { ...(enrollment ? { enrollment } : {}), ...(neutral ? { neutral } : {}) };
    const text = JSON.stringify(sorted({ ...frontEnd.config, ...how }));
    name = hash(text, 0x811c9dc5) + hash(text, 0x9e3779b9);
    known.set(listener, name);
  }
  return name;
}
