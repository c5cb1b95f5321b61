import { sha256 } from './sha256.js';

/** A text in two parts, by names that say what is in them. */
export const textParts = (text: string): Record<string, string> =>
  Object.fromEntries([1, 2].map((part) => [`part-${sha256(`${text} ${part}`).slice(0, 16)}.txt`, `${text} ${part}`]));
