import type { Audio, MonoMix } from '@ser/audio';
import { type Emotion, SerError } from '@ser/core';

/** Gender of a speaker as the corpus states it. */
export type Gender = 'female' | 'male';

/** One recording of one speaker, with everything its name and the corpus' label files say about it. */
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
  /** The corpus' own word for the emotion, e.g. `pleasant surprise`. */
  readonly label: string;
  /** Spoken language as a BCP 47 tag, e.g. `de`; `zxx` where nothing is said in any language. */
  readonly language: string;
  /** Identifies what is said: equal for all speakers and emotions with the same words. */
  readonly sentence?: string | undefined;
  /** The spoken words. */
  readonly text?: string | undefined;
  /** The spoken words in English. */
  readonly translation?: string | undefined;
  /** How strongly the emotion is played, where the corpus says so. */
  readonly intensity?: 'weak' | 'normal' | 'strong' | undefined;
  /** 1 for the first time that the speaker said this sentence in this way, 2 for the second … */
  readonly repetition?: number | undefined;
  /** The corpus' own mark of the take, e.g. `a`. */
  readonly version?: string | undefined;
  /** What the recording holds besides sound, where the corpus has several kinds. */
  readonly modality?: 'audio' | 'audio-visual' | 'video' | undefined;
  readonly channel?: 'speech' | 'song' | undefined;
  /** Fraction of listeners, 0 to 1, who recognized the intended emotion. */
  readonly recognition?: number | undefined;
  /** Fraction of listeners, 0 to 1, who found the recording natural. */
  readonly naturalness?: number | undefined;
  /**
   * Share of listeners, 0 to 1 with sum 1, who heard each emotion in the voice alone; emotions without votes are absent.
   * Where only the emotion with most votes is published, it has the whole share, or emotions that are tied equal shares.
   */
  readonly votes?: Readonly<Record<string, number>> | undefined;
  /** Where the utterance begins and ends in its file, in seconds; the beginning and the end of the file if absent. */
  readonly start?: number | undefined;
  readonly end?: number | undefined;
  /** The part that the corpus itself puts the utterance in, e.g. `train` or `test`. */
  readonly split?: string | undefined;
}

/** A file that holds the same sound as another one. */
export interface Duplicate {
  /** The file, relative to the corpus folder. */
  readonly path: string;
  /** The file it repeats. */
  readonly of: string;
  /**
   * `false`: a further copy of the same clip, dropped. `true`: a clip with a name of its own, kept because the corpus
   * publishes it; no split puts the two on different sides.
   */
  readonly kept: boolean;
}

/** Where the sound of an utterance lies. */
export interface SoundFile {
  /** Absolute path. */
  readonly path: string;
  /** How a recording with several channels becomes one. */
  readonly mono: MonoMix;
}

/** A file of the folder that is not part of the corpus, and why. */
export interface SkippedFile {
  readonly path: string;
  readonly reason: string;
}

/** What is true of a corpus as published, whatever part of it lies in a folder. */
export interface CorpusCard {
  /** Short name, e.g. `emodb`. */
  readonly name: string;
  readonly title: string;
  /** BCP 47 tag of the language spoken, or `mul` for several. */
  readonly language: string;
  readonly license: string;
  /** Where it comes from: citation and address. */
  readonly source: string;
  /** Whether results on it mean anything; `false` for the synthetic corpus. */
  readonly benchmark: boolean;
  /** How much was published, where that is known. */
  readonly published?: { readonly clips: number; readonly speakers: number };
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
   * The sound of an utterance of this corpus, mono.
   *
   * @throws SerError `INVALID_ARGUMENT` if the utterance is not of this corpus; `INVALID_AUDIO`, `NOT_FOUND` … if its
   * file cannot be used.
   */
  read(utterance: Utterance): Promise<Audio>;
  /**
   * The file that `read` reads; absent for corpora that are not made of files. A corpus whose `read` was replaced is read
   * through it all the same.
   */
  readonly locate?: ((utterance: Utterance) => SoundFile) | undefined;
}

/** The emotions that occur in `utterances`, in alphabetical order. */
export function emotionsOf(utterances: Iterable<Utterance>): Emotion[] {
  const present = new Set<Emotion>();
  for (const utterance of utterances) present.add(utterance.emotion);
  return [...present].sort(byCodeUnits);
}

/** The speakers that occur in `utterances`, sorted. */
export function speakersOf(utterances: Iterable<Utterance>): string[] {
  const present = new Set<string>();
  for (const utterance of utterances) present.add(utterance.speaker);
  return [...present].sort();
}

/** Orders texts by their code units: the same on every machine, whatever its locale. */
export const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The utterances of a corpus with the given ids, in their order; all without any.
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

/** Notes that `read` decodes the file of `locate` and changes nothing else, so that files may be read without it. */
export function fromFiles<Read extends Corpus['read']>(read: Read): Read {
  plainReads.add(read);
  return read;
}

/** Returns `locate` of a corpus if its files are its sound; undefined if its `read` may change what is in them. */
export function locator({ read, locate }: Corpus): Corpus['locate'] {
  return plainReads.has(read) ? locate : undefined;
}
