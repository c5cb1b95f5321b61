import type { Emotion } from '@ser/core';
import type { CorpusCard, Utterance } from '../corpus/corpus.js';

/** What a file's name says about a clip. */
export interface ClipFacts extends Omit<Utterance, 'id' | 'path' | 'corpus' | 'language'> {
  /** Name of the clip in the corpus' own scheme, without folder and extension; becomes the last part of the id. */
  readonly key: string;
  /** Where it differs from the language on the corpus' card. */
  readonly language?: string | undefined;
}

/** What a corpus' code for an emotion stands for. */
export interface Meaning {
  readonly emotion: Emotion;
  /** The corpus' own word. */
  readonly label: string;
}

/** Meanings by the codes in file names. */
export type Codes = Readonly<Record<string, Meaning>>;

/** Why a file is not a clip of the corpus. */
export interface NotAClip {
  readonly skip: string;
  /** Whether the name follows the corpus' scheme all the same: known to belong to it, but not part of what is loaded. */
  readonly known: boolean;
}

/** Facts from label files, to be added to the clip with the given key. */
export type LabelFacts = ReadonlyMap<string, Partial<Omit<ClipFacts, 'key'>>>;

/** A text file beside the clips that says more about them. */
interface LabelFile {
  /** File name in lower case, without folder. */
  readonly name: string;
  /** `gb18030` and `windows-1252` stand for what is neither UTF-16 with a mark nor UTF-8. */
  readonly encoding: 'utf-8' | 'latin1' | 'gb18030' | 'windows-1252';
  /** Largest size accepted, in bytes. */
  readonly maxBytes: number;
  /** @throws SerError `INVALID_CORPUS` that names the line, for text that is not what it should be. */
  parse(text: string): LabelFacts;
}

/** Everything needed to read one corpus: a card, a parser of names and, where there are any, label files. */
export interface CorpusDefinition {
  readonly card: CorpusCard;
  /** Path of a typical clip, for messages. */
  readonly example: string;
  /** The emotions, by the codes in file names. */
  readonly codes: Codes;
  /**
   * Reads the path of a sound file.
   *
   * @param path relative to the corpus folder, with `/` between folders and with its extension.
   */
  parse(path: string): ClipFacts | NotAClip;
  readonly labelFiles?: readonly LabelFile[] | undefined;
  /** Keys of clips that were published with the same sound, so that re-encoded copies are known to be equal too. */
  readonly identical?: readonly (readonly [string, string])[] | undefined;
  /** Keys of clips that were published damaged: they are tried when the folder is read, and left out if they are. */
  readonly doubtful?: readonly string[] | undefined;
  /** How a recording with several channels becomes one; the mean of all by default. */
  readonly mono?: 'mean' | { readonly channel: number };
}

/** Whether parsing gave a clip. */
export function isClip(parsed: ClipFacts | NotAClip): parsed is ClipFacts {
  return 'key' in parsed;
}

/** The entry of a table under a key that comes from outside. */
export function lookUp<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** The folder names and the file's name without its extension. */
export function splitPath(path: string): { folders: string[]; stem: string; extension: string } {
  const folders = path.split('/');
  const file = folders.pop() ?? '';
  const dot = file.lastIndexOf('.');
  return dot <= 0
    ? { folders, stem: file, extension: '' }
    : { folders, stem: file.slice(0, dot), extension: file.slice(dot + 1).toLowerCase() };
}
