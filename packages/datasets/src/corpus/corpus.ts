import type { Audio, MonoMix } from '@ser/audio';
import { type Cell, type Emotion, SerError } from '@ser/core';

/** Gender of a speaker, as the corpus states it. */
export type Gender = 'female' | 'male';

/** One recording of one speaker, with the facts in its name and in the label files of the corpus. */
export interface Utterance {
  /** Unique over all corpora and the same on every machine: `<corpus>/<name of the clip>`, e.g. `emodb/03a01Fa`. */
  readonly id: string;
  /** The file, relative to the corpus folder, with `/` between folders. */
  readonly path: string;
  /** Name of the corpus, e.g. `emodb`. */
  readonly corpus: string;
  /** Speaker, unique within the corpus, e.g. `03`, `OAF`. */
  readonly speaker: string;
  readonly gender?: Gender | undefined;
  /** Age of the speaker in years. */
  readonly age?: number | undefined;
  /** The label in the shared vocabulary. */
  readonly emotion: Emotion;
  /** The word of the corpus for the emotion, e.g. `pleasant surprise`. */
  readonly label: string;
  /** Spoken language as a BCP 47 tag, e.g. `de`; `zxx` for sounds without language. */
  readonly language: string;
  /** Identifies what is said: equal for all speakers and emotions with the same words. */
  readonly sentence?: string | undefined;
  /** The spoken words. */
  readonly text?: string | undefined;
  /** The spoken words in English. */
  readonly translation?: string | undefined;
  /** Intensity of the played emotion, if the corpus states it. */
  readonly intensity?: 'weak' | 'normal' | 'strong' | undefined;
  /** Number of the repetition of a sentence in the same emotion by the same speaker, from 1. */
  readonly repetition?: number | undefined;
  /** The mark of the take in the corpus, e.g. `a`. */
  readonly version?: string | undefined;
  /** Kind of the recording, if the corpus has several. */
  readonly modality?: 'audio' | 'audio-visual' | 'video' | undefined;
  readonly channel?: 'speech' | 'song' | undefined;
  /** Fraction of listeners, 0 to 1, who recognized the intended emotion. */
  readonly recognition?: number | undefined;
  /** Fraction of listeners, 0 to 1, who found the recording natural. */
  readonly naturalness?: number | undefined;
  /**
   * Share of listeners, 0 to 1 with sum 1, who heard each emotion in the voice alone; emotions without votes are absent.
   * If only the emotion with most votes is published, it has the whole share, and tied emotions have equal shares.
   */
  readonly votes?: Readonly<Record<string, number>> | undefined;
  /** Start and end of the utterance in its file, in seconds; the whole file if absent. */
  readonly start?: number | undefined;
  readonly end?: number | undefined;
  /** The part that the corpus assigns the utterance to, e.g. `train` or `test`. */
  readonly split?: string | undefined;
  /** Further facts by column: of the corpus' own table, or joined by `joinTable`. */
  readonly columns?: Readonly<Record<string, Cell>> | undefined;
}

/** A file that holds the same sound as another one. */
export interface Duplicate {
  /** The file, relative to the corpus folder. */
  readonly path: string;
  /** The file it repeats. */
  readonly of: string;
  /**
   * `false`: another copy of the same clip, left out. `true`: a clip with another name, kept because the corpus
   * publishes it; both are in the same part of every split.
   */
  readonly kept: boolean;
}

/** The file of an utterance. */
export interface SoundFile {
  /** Absolute path. */
  readonly path: string;
  /** How a recording with several channels becomes mono. */
  readonly mono: MonoMix;
}

/** A file of the folder that is not part of the corpus, and the reason. */
export interface SkippedFile {
  readonly path: string;
  readonly reason: string;
}

/** The description of a corpus as published, even if a folder holds only a part of it. */
export interface CorpusCard {
  /** Short name, e.g. `emodb`. */
  readonly name: string;
  readonly title: string;
  /** BCP 47 tag of the language spoken, or `mul` for several. */
  readonly language: string;
  readonly license: string;
  /** Its source: citation and address. */
  readonly source: string;
  /** False if results on it say nothing about real speech, as for the synthetic corpus. */
  readonly benchmark: boolean;
  /** Number of published clips and speakers, if known. */
  readonly published?: { readonly clips: number; readonly speakers: number } | undefined;
}

/** A described list of utterances whose sound can be read. */
export interface Corpus extends CorpusCard {
  /** In the order of their ids. */
  readonly utterances: readonly Utterance[];
  /** The emotions present, in alphabetical order. */
  readonly emotions: readonly Emotion[];
  /** Files with the same content as another file. */
  readonly duplicates: readonly Duplicate[];
  /** Sound files that were left out, each with the reason. */
  readonly skipped: readonly SkippedFile[];
  /**
   * Returns the sound of an utterance of this corpus, mono.
   *
   * @throws SerError `INVALID_ARGUMENT` if the utterance is not of this corpus; `INVALID_AUDIO`, `NOT_FOUND` … if its
   * file cannot be used.
   */
  read(utterance: Utterance): Promise<Audio>;
  /**
   * Returns the file that `read` reads; undefined for corpora that are not made of files. A corpus whose `read` was
   * replaced is still read through it.
   */
  readonly locate?: ((utterance: Utterance) => SoundFile) | undefined;
}

/** Returns the emotions that occur in `utterances`, in alphabetical order. */
export function emotionsOf(utterances: Iterable<Utterance>): Emotion[] {
  const present = new Set<Emotion>();
  for (const utterance of utterances) present.add(utterance.emotion);
  return [...present].sort(byCodeUnits);
}

/** Returns the speakers that occur in `utterances`, sorted. */
export function speakersOf(utterances: Iterable<Utterance>): string[] {
  const present = new Set<string>();
  for (const utterance of utterances) present.add(utterance.speaker);
  return [...present].sort();
}

/** Compares texts by their code units: the same order on every machine, in any locale. */
export const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Returns the utterances of a corpus with the given ids, in their order; all of them without ids.
 *
 * @throws SerError `INVALID_ARGUMENT` for an id that the corpus does not have.
 */
export function utterancesOf(corpus: Corpus, ids?: readonly string[]): readonly Utterance[] {
  if (!ids) return corpus.utterances;
  const byId = new Map(corpus.utterances.map((utterance) => [utterance.id, utterance]));
  return ids.map((id) => {
    const utterance = byId.get(id);
    if (!utterance) throw new SerError('INVALID_ARGUMENT', `corpus ${corpus.name} has no utterance ${id}`);
    return utterance;
  });
}

/** The `read` functions that decode the file of `locate` and change nothing else. */
const plainReads = new WeakSet<Corpus['read']>();

/** Marks a `read` that decodes the file of `locate` and changes nothing else, so that files may be read without it. */
export function fromFiles<Read extends Corpus['read']>(read: Read): Read {
  plainReads.add(read);
  return read;
}

/** Returns `locate` of a corpus if `read` returns the content of its files; undefined if `read` may change it. */
export function locator({ read, locate }: Corpus): Corpus['locate'] {
  return plainReads.has(read) ? locate : undefined;
}
