import { isAbsolute, join, relative } from 'node:path';
import { findClips, isCollection, isUrl, openUrl } from '@ser/batch';
import type { Recording } from '../contract.js';

/**
 * Returns the recordings that words of the command line stand for, in order: files, folders with all recordings below
 * them, lists, patterns, URLs, and `-` for standard input.
 *
 * @param onNote receives what is left out of a folder.
 */
export async function recordingsOf(words: readonly string[], onNote: (note: string) => void): Promise<string[]> {
  const names: string[] = [];
  for (const word of words) {
    // A file that is missing is reported when its turn comes, so that it does not stop the rest.
    if (!(await isCollection(word))) names.push(word);
    else {
      const { root, clips, notes } = await findClips([word]);
      for (const { file } of clips) names.push(isUrl(file) ? file : shown(join(root, file)));
      for (const note of notes) onNote(note);
    }
  }
  return names;
}

/** Returns a path as people write it: relative to the working folder if it lies there. */
function shown(path: string): string {
  const inside = relative(process.cwd(), path);
  return inside.startsWith('..') || isAbsolute(inside) ? path : inside;
}

/** Returns what people call a recording. */
export const calledName = (name: string): string => (name === '-' ? 'standard input' : name);

/** Returns true for the path of a file. */
export const isPath = (name: string): boolean => name !== '-' && !isUrl(name);

/** Opens a recording by its name. */
export async function openRecording(name: string, signal: AbortSignal): Promise<Recording> {
  if (name === '-') return process.stdin;
  return isUrl(name) ? openUrl(name, signal) : name;
}
