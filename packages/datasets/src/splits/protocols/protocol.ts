import type { Corpus, Utterance } from '../../corpus/corpus.js';
import type { NearDuplicate } from '../duplicates/near-duplicate.js';

/** One division of a corpus into a training part and a test part. */
export interface Fold {
  /** Name of the test part, e.g. `speaker 03`. */
  readonly name: string;
  /** Ids of the utterances. */
  readonly train: readonly string[];
  readonly test: readonly string[];
}

/** The folds of a protocol on a corpus, and what is claimed of them. */
export interface UnauditedSplit {
  /** Name of the protocol, e.g. `loso`. */
  readonly protocol: string;
  /** Name of the corpus. */
  readonly corpus: string;
  /** True if no speaker is in both parts of any fold. */
  readonly speakerIndependent: boolean;
  /** True if no sentence is in both parts of any fold; undefined if not claimed. */
  readonly sentenceIndependent?: boolean | undefined;
  /** A sentence to show wherever results of this split are shown. */
  readonly warning?: string | undefined;
  /** The seed of a protocol that draws at random. */
  readonly seed?: number | undefined;
  readonly folds: readonly Fold[];
}

/** A rule that makes folds of a corpus. */
export interface Protocol {
  /** Name, e.g. `loso`, or a pattern such as `speaker-<k>`. */
  readonly name: string;
  readonly description: string;
  /** True if no speaker is in both parts of any fold; `measured` if that depends on the corpus. */
  readonly speakerIndependent: boolean | 'measured';
  /** True if no sentence is in both parts of any fold; undefined if not claimed. */
  readonly sentenceIndependent?: boolean | undefined;
  /** True if the folds depend on the seed. */
  readonly seeded: boolean;
  /** A sentence to show wherever results are shown. */
  readonly warning?: string | undefined;
  /** Says why the protocol cannot be used on `corpus`, as the end of a sentence; `undefined` if it can. */
  unfit(corpus: Corpus): string | undefined;
  /**
   * Divides a corpus.
   *
   * @param duplicates utterances that are the same recording: a protocol that deals utterances keeps them in one part.
   */
  folds(corpus: Corpus, seed: number, duplicates: readonly NearDuplicate[]): Fold[];
}

/** Makes a fold that tests the utterances for which `isTest` holds and trains on all others, in the order of the corpus. */
export function foldWhere(
  name: string,
  utterances: readonly Utterance[],
  isTest: (utterance: Utterance) => boolean,
): Fold {
  const train: string[] = [];
  const test: string[] = [];
  for (const utterance of utterances) (isTest(utterance) ? test : train).push(utterance.id);
  return { name, train, test };
}

/** The warning of splits that are not speaker-independent. */
export const SPEAKERS_SHARED: string =
  'speakers shared: the same people speak in the training and the test part, so the figures are too high for anybody else';

/** Returns true if a speaker is in both parts of a fold. */
export function sharesSpeakers(folds: readonly Fold[], { utterances }: Corpus): boolean {
  const speakerOf = new Map(utterances.map(({ id, speaker }) => [id, speaker]));
  return folds.some(({ train, test }) => {
    const trained = new Set(train.map((id) => speakerOf.get(id)));
    return test.some((id) => trained.has(speakerOf.get(id)));
  });
}
