import type { FrontEnd } from '@ser/dsp';

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

const known = new WeakMap<FrontEnd, string>();

/** A short name for a front end: equal for equal configs, normalisation included, in whatever order their fields are. */
export function frontEndFingerprint(frontEnd: FrontEnd): string {
  let name = known.get(frontEnd);
  if (name === undefined) {
    const text = JSON.stringify(sorted(frontEnd.config));
    name = hash(text, 0x811c9dc5) + hash(text, 0x9e3779b9);
    known.set(frontEnd, name);
  }
  return name;
}
