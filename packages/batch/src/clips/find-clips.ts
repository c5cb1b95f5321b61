import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { invalidArgument, printable, SerError } from '@ser/core';
import { readError, sha256 } from '@ser/core/node';
import type { Clip, ClipList } from '../contract.js';
import { extensionOf, isRecording, isUrl } from './audio-names.js';
import { isList, readList } from './read-list.js';

/** Files whose size and time are asked for at once. */
const AT_ONCE = 64;

/** Options of {@link findClips}. */
export interface FindClipsOptions {
  /**
   * The folder that paths are relative to, in the results and on other machines. Default: the folder itself if it is the
   * only input, the folder of the list if that is, and the working folder for other inputs.
   */
  readonly root?: string | undefined;
  /** The working folder. Default `process.cwd()`. */
  readonly cwd?: string | undefined;
}

/** What an input stands for. */
interface Found {
  /** Absolute paths and URLs. */
  readonly files: readonly string[];
  /** The root, if this is the only input. */
  readonly root?: string | undefined;
  readonly note?: string | undefined;
}

const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

async function statusOf(path: string): Promise<Stats | undefined> {
  return stat(path).catch(() => undefined);
}

/** Loaded where it is used: one recording, the most common input, needs no patterns. */
const globbing = (): Promise<typeof import('tinyglobby')> => import('tinyglobby');

async function filesBelow(cwd: string, patterns: string): Promise<string[]> {
  const { glob } = await globbing();
  const files = await glob(patterns, { cwd, absolute: true, dot: false }).catch((error: unknown) => {
    throw readError(error, 'folder', cwd);
  });
  return files.map((file) => resolve(file)).sort(inOrder);
}

/** `3 files are no recordings by their extension and are left out (.txt, .json)`. */
function leftOut(files: readonly string[]): string | undefined {
  if (files.length === 0) return undefined;
  const extensions = [...new Set(files.map((file) => `.${extensionOf(file)}`))].sort(inOrder);
  const shown = extensions.slice(0, 6).join(', ') + (extensions.length > 6 ? ', …' : '');
  const count =
    files.length === 1
      ? '1 file is no recording by its extension and is'
      : `${files.length} files are no recordings by their extension and are`;
  return `${count} left out (${shown})`;
}

/** Returns true if an input stands for several recordings: a folder, a list of recordings, or a pattern. */
export async function isCollection(input: string, cwd: string = process.cwd()): Promise<boolean> {
  if (isUrl(input)) return false;
  const status = await statusOf(resolve(cwd, input));
  if (!status) return (await globbing()).isDynamicPattern(input);
  return status.isDirectory() || (status.isFile() && isList(input));
}

/** Finds what one input stands for: a URL, a folder, a list, a file, or a pattern. */
async function findInput(input: string, cwd: string, root: string | undefined): Promise<Found> {
  const path = resolve(cwd, input);
  const status = isUrl(input) ? undefined : await statusOf(path);
  if (!(await isCollection(input, cwd))) {
    if (isUrl(input)) return { files: [input] };
    if (status) return { files: [path] };
    throw new SerError('NOT_FOUND', `no such file or folder: ${printable(input)}`);
  }
  if (status?.isDirectory()) {
    const files = await filesBelow(path, '**');
    const recordings = files.filter(isRecording);
    return { files: recordings, root: path, note: leftOut(files.filter((file) => !isRecording(file))) };
  }
  if (status) {
    const base = root ?? dirname(path);
    const entries = await readList(path);
    return { files: entries.map((entry) => (isUrl(entry) ? entry : resolve(base, entry))), root: base };
  }
  const files = await filesBelow(cwd, input);
  if (files.length > 0) return { files };
  throw new SerError('NOT_FOUND', `no file matches ${printable(input)}`, {
    hint: 'Quote the pattern, e.g. "clips/**/*.wav"; it is relative to the working folder.',
  });
}

/** Returns the path of a file relative to the root. */
function below(root: string, path: string): string {
  const inside = relative(root, path);
  if (inside !== '' && !inside.startsWith('..') && !isAbsolute(inside)) return inside.split(sep).join('/');
  throw new SerError('INVALID_ARGUMENT', `${printable(path)} is not in the folder ${printable(root)}`, {
    hint: 'Name a folder that holds all recordings with --root (in a program: root).',
  });
}

/** Returns the key of a clip; of a file that cannot be found by its path alone. */
async function keyOf(file: string, root: string): Promise<string> {
  const status = isUrl(file) ? undefined : await statusOf(resolve(root, file));
  return sha256(JSON.stringify([file, status?.size, status?.mtimeMs])).slice(0, 32);
}

/**
 * Finds the recordings of a batch: of folders (all recordings below them, by name), lists (`.csv` and `.tsv` with a column
 * `file`, `path`, `url` or `filename`; `.txt` with one in each line), patterns such as `clips/**\/*.wav`, files and URLs.
 * Files that a list names and that do not exist are kept: they fail when their turn comes.
 *
 * @throws SerError `NOT_FOUND` for an input that does not exist or a pattern that matches nothing; `FILE_ACCESS`;
 *   `INVALID_ARGUMENT` for a damaged list, a file outside of the root, or if there is no recording at all.
 * @example
 * const { root, clips } = await findClips(['recordings']);
 * clips[0].file; // 'anna/01.wav'
 */
export async function findClips(
  inputs: readonly string[],
  { root: givenRoot, cwd = process.cwd() }: FindClipsOptions = {},
): Promise<ClipList> {
  const given = givenRoot === undefined ? undefined : resolve(cwd, givenRoot);
  if (given !== undefined && !(await statusOf(given))?.isDirectory())
    throw invalidArgument('root', givenRoot, 'a folder');
  const found: Found[] = [];
  for (const input of inputs) found.push(await findInput(input, cwd, given));
  const root = given ?? (found.length === 1 ? found[0]!.root : undefined) ?? cwd;
  const all = found.flatMap(({ files }) => files.map((file) => (isUrl(file) ? file : below(root, file))));
  const files = [...new Set(all)];
  if (files.length === 0)
    throw new SerError('INVALID_ARGUMENT', `there is no recording in ${printable(inputs.join(', ') || 'no input')}`);
  const clips: Clip[] = [];
  for (let at = 0; at < files.length; at += AT_ONCE) {
    const part = files.slice(at, at + AT_ONCE);
    clips.push(...(await Promise.all(part.map(async (file) => ({ file, key: await keyOf(file, root) })))));
  }
  const notes = found.flatMap(({ note }) => note ?? []);
  const repeats = all.length - files.length;
  if (repeats > 0) notes.push(`each recording is scored once; ${repeats} of those named are repeats`);
  return { root, clips, notes };
}
