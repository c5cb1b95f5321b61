import { stat } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import { SerError } from '@ser/core';
import type { Recording } from '../contract.js';

/** A recording that a command was given, and what it is called. */
export interface NamedRecording {
  readonly name: string;
  readonly recording: Recording;
}

/** Returns true if a word stands for several recordings: a folder, a list of recordings, or a pattern. */
async function isCollection(word: string): Promise<boolean> {
  const status = await stat(word).catch(() => undefined);
  if (status) return status.isDirectory() || (status.isFile() && /\.(csv|tsv|txt)$/i.test(word));
  return /[*?[\]{}]/.test(word);
}

/** Returns a recording at a URL; its answer is read as it comes. */
async function fetched(url: string, signal: AbortSignal): Promise<Response> {
  const response = await fetch(url, { signal }).catch((cause: unknown) => {
    if (signal.aborted) throw cause;
    throw new SerError('NOT_FOUND', `${url} cannot be reached`, { cause });
  });
  if (!response.ok) throw new SerError('NOT_FOUND', `${url} answers ${response.status} ${response.statusText}`);
  return response;
}

/**
 * Returns the recordings that words of the command line stand for, in order: files, folders with all recordings below
 * them, lists, patterns, URLs, and `-` for standard input.
 *
 * @param onNote receives what is left out of a folder.
 */
export async function recordingsOf(words: readonly string[], onNote: (note: string) => void): Promise<string[]> {
  const names: string[] = [];
  for (const word of words) {
    if (word === '-' || /^https?:/.test(word) || !(await isCollection(word))) names.push(word);
    else {
      const { findClips } = await import('@ser/batch');
      const { root, clips, notes } = await findClips([word]);
      for (const { file } of clips) names.push(/^https?:/.test(file) ? file : shown(join(root, file)));
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

/** Opens a recording by its name. */
export async function openRecording(name: string, signal: AbortSignal): Promise<NamedRecording> {
  if (name === '-') return { name: 'standard input', recording: process.stdin };
  if (/^https?:/.test(name)) return { name, recording: await fetched(name, signal) };
  return { name, recording: name };
}
