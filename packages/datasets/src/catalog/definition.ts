import type { Emotion } from '@ser/core';
import type { CorpusCard, Utterance } from '../corpus/corpus.js';

/** The facts about a clip that the name of its file states. */
export interface ClipFacts extends Omit<Utterance, 'id' | 'path' | 'corpus' | 'language'> {
  /** Name of the clip in the scheme of the corpus, without folder and extension; becomes the last part of the id. */
  readonly key: string;
  /** BCP 47 tag of the language, if it differs from that on the card of the corpus. */
  readonly language?: string | undefined;
}

/** The meaning of a corpus' code for an emotion. */
export interface Meaning {
  readonly emotion: Emotion;
  /** The word of the corpus. */
  readonly label: string;
}

/** Meanings by the codes in file names. */
export type Codes = Readonly<Record<string, Meaning>>;

/** The reason why a file is not a clip of the corpus. */
export interface NotAClip {
  readonly skip: string;
  /** True if the name follows the scheme of the corpus although the file is not loaded. */
  readonly known: boolean;
}

/** Facts from label files, by the key of the clip that they are added to. */
export type LabelFacts = ReadonlyMap<string, Partial<Omit<ClipFacts, 'key'>>>;

/** A text file next to the clips with more facts about them. */
interface LabelFile {
  /** File name in lower case, without folder. */
  readonly name: string;
  /** Encoding of the file. `gb18030` and `windows-1252` apply to a file that is neither UTF-16 with a mark nor UTF-8. */
  readonly encoding: 'utf-8' | 'latin1' | 'gb18030' | 'windows-1252';
  /** Largest accepted size, in bytes. */
  readonly maxBytes: number;
  /** @throws SerError `INVALID_CORPUS` that names the first line of another form. */
  parse(text: string): LabelFacts;
}

/** The definition of a corpus: its card, the parser of its file names and its label files, if it has any. */
export interface CorpusDefinition {
  readonly card: CorpusCard;
  /** Path of a typical clip, for messages. */
  readonly example: string;
  /** The emotions, by the codes in file names. */
  readonly codes: Codes;
  /**
   * Returns the facts about a clip from the path of its file, or the reason why the file is not a clip.
   *
   * @param path relative to the corpus folder, with `/` between folders and with its extension.
   */
  parse(path: string): ClipFacts | NotAClip;
  readonly labelFiles?: readonly LabelFile[] | undefined;
  /** Pairs of keys of clips that were published with the same sound; re-encoded files of them count as equal too. */
  readonly identical?: readonly (readonly [string, string])[] | undefined;
  /** Keys of clips that were published damaged: they are decoded when the folder is read, and left out if that fails. */
  readonly doubtful?: readonly string[] | undefined;
  /** How a recording with several channels becomes mono; `mean`, the mean of all channels, by default. */
  readonly mono?: 'mean' | { readonly channel: number } | undefined;
}

/** Returns true if parsing gave a clip. */
export function isClip(parsed: ClipFacts | NotAClip): parsed is ClipFacts {
  return 'key' in parsed;
}

/** Returns the entry of a table under a key from outside; undefined if it has none. */
export function lookUp<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** Returns the folder names of a path, the file's name without extension, and the extension in lower case. */
export function splitPath(path: string): { folders: string[]; stem: string; extension: string } {
  const folders = path.split('/');
  const file = folders.pop() ?? '';
  const dot = file.lastIndexOf('.');
  return dot <= 0
    ? { folders, stem: file, extension: '' }
    : { folders, stem: file.slice(0, dot), extension: file.slice(dot + 1).toLowerCase() };
}
