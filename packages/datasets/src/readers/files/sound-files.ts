import { splitPath } from '../../catalog/definition.js';
import { byCodeUnits } from '../../corpus/corpus.js';

/** Formats that are read and keep every sample, by extension. */
const LOSSLESS: ReadonlySet<string> = new Set(['wav', 'wave', 'flac', 'aif', 'aiff', 'aifc']);

/** Formats that are read, but do not keep every sample. */
const LOSSY: ReadonlySet<string> = new Set(['mp3', 'ogg', 'oga', 'opus']);

/** Extensions of recordings that are not read, so that such files are reported. */
const OTHER_MEDIA: ReadonlySet<string> = new Set(
  'aac ac3 amr au avi caf flv m4a m4v mkv mov mp2 mp4 mpeg mpg ra raw snd sph voc w64 webm wma wmv wv'.split(' '),
);

/** The readable formats, for messages. */
export const READ_FORMATS = 'WAV, FLAC, AIFF, MP3, Ogg or Opus';

/** Returns `clip` for a readable recording, a reason for one that is left out, and `other` for any other file. */
export function classifyFile(path: string, bytes: number): 'clip' | 'other' | { readonly skip: string } {
  const { folders, stem, extension } = splitPath(path);
  if (OTHER_MEDIA.has(extension)) return { skip: `no ${READ_FORMATS} file (.${extension})` };
  if (!LOSSLESS.has(extension) && !LOSSY.has(extension)) return 'other';
  if (stem.startsWith('.') || folders.includes('__MACOSX')) return { skip: 'hidden file, made by a file system' };
  if (bytes === 0) return { skip: 'empty file' };
  return 'clip';
}

const loss = (path: string): number => (LOSSLESS.has(splitPath(path).extension) ? 0 : 1);
const depth = (path: string): number => path.split('/').length;

/** Orders the files of one recording, the one to read first: lossless before lossy, then the shortest path. */
export function byPreference(a: { readonly path: string }, b: { readonly path: string }): number {
  return loss(a.path) - loss(b.path) || depth(a.path) - depth(b.path) || byCodeUnits(a.path, b.path);
}

/** Returns the reason why a second file of a recording, with other content than the first, is left out. */
export function repeatReason(path: string, first: string): string {
  if (loss(path) > loss(first)) return `a lossy copy of ${first}`;
  const other = splitPath(path).extension !== splitPath(first).extension;
  return `the same clip as ${first}, ${other ? 'in another format' : 'with other content'}`;
}

/** Folders named after a format, as `wav`, `AudioMP3` or `flac_16k`. */
const FORMAT_FOLDER = /^(audio)?[-_ ]?(wave?|flac|aiff?|mp3|ogg|opus)s?([-_ ]?(audio|files?|\d+k(hz)?))?$/i;

/**
 * Returns what the files of one recording in several formats have in common: the path without the extension and without
 * folders that are named after a format. `mp3/angry/1.mp3` and `wav/angry/1.wav` are the same recording, and so are two
 * files side by side; `angry/1.wav` and `sad/1.mp3` are not.
 */
export function recordingOf(path: string): string {
  const { folders, stem } = splitPath(path);
  return [...folders.filter((folder) => !FORMAT_FOLDER.test(folder)), stem].join('/');
}
