import type { Corpus, SoundFile, Utterance } from '../corpus/corpus.js';

/** A recording that is heard behind another, or a part of it in seconds. */
export interface Voice extends SoundFile {
  readonly start?: number;
  readonly end?: number;
}

/** A part of a file that features are made of: the whole, or from `start` to `end` in seconds. */
export interface Cut {
  /** Id of the utterance. */
  readonly id: string;
  readonly start?: number;
  readonly end?: number;
  /** Which augmented copy of the utterance it is, from 0; the utterance as it is if absent. */
  readonly copy?: number;
  /** What babble is mixed from. */
  readonly voices?: readonly Voice[];
}

/** Cuts of one file. */
export interface FileCuts extends SoundFile {
  readonly cuts: readonly Cut[];
}

/** A cut and the utterance that it is of. */
export interface PlannedCut {
  readonly utterance: Utterance;
  readonly cut: Cut;
}

/** The cut that is an utterance as it is. */
export function cutOf({ id, start, end }: Utterance): Cut {
  return { id, ...placeOf({ start, end }) };
}

/** Where the sound of an utterance lies. */
export function voiceOf(corpus: Corpus, utterance: Utterance): Voice {
  return { ...corpus.locate!(utterance), ...placeOf(utterance) };
}

/** The cuts by the file that they lie in, in their order. */
export function cutsByFile(corpus: Corpus, planned: readonly PlannedCut[]): FileCuts[] {
  const files = new Map<string, SoundFile & { cuts: Cut[] }>();
  for (const { utterance, cut } of planned) {
    const { path, mono } = corpus.locate!(utterance);
    const file = files.get(path);
    if (file) file.cuts.push(cut);
    else files.set(path, { path, mono, cuts: [cut] });
  }
  return [...files.values()];
}

const placeOf = ({
  start,
  end,
}: {
  start?: number | undefined;
  end?: number | undefined;
}): Pick<Voice, 'start' | 'end'> => ({
  ...(start === undefined ? {} : { start }),
  ...(end === undefined ? {} : { end }),
});
