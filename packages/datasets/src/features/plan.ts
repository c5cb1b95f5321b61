import type { Corpus, SoundFile, Utterance } from '../corpus/corpus.js';

/** A part of a recording that features are made of: the whole, or from `start` to `end` in seconds. */
export interface Cut {
  /** Id of the utterance. */
  readonly id: string;
  readonly start?: number | undefined;
  readonly end?: number | undefined;
  /** Number of the augmented version, from 0; undefined for the utterance as it is. */
  readonly version?: number | undefined;
}

/** A cut, the utterance that it is of, and the utterances that babble behind it is mixed from. */
export interface PlannedCut {
  readonly utterance: Utterance;
  readonly cut: Cut;
  readonly voices: readonly Utterance[];
}

/** A recording that babble is mixed from, or a part of it in seconds. */
export interface Voice extends SoundFile {
  readonly start?: number | undefined;
  readonly end?: number | undefined;
}

/** A cut of a file, with the recordings that babble behind it is mixed from. */
export interface FileCut extends Cut {
  readonly voices: readonly Voice[];
}

/** The cuts of one file. */
export interface FileCuts extends SoundFile {
  readonly cuts: readonly FileCut[];
}

/** Plans a cut of an utterance. */
export function plan(utterance: Utterance, version?: number, voices: readonly Utterance[] = []): PlannedCut {
  const { id, start, end } = utterance;
  return { utterance, cut: { id, start, end, version }, voices };
}

/** Groups cuts by the file that they lie in. Each cut keeps its place: `order` has the number of each in `planned`. */
export function cutsByFile(
  locate: NonNullable<Corpus['locate']>,
  planned: readonly PlannedCut[],
): { files: FileCuts[]; order: readonly (readonly number[])[] } {
  const files = new Map<string, { file: SoundFile & { cuts: FileCut[] }; order: number[] }>();
  for (const [index, { utterance, cut, voices }] of planned.entries()) {
    const { path, mono } = locate(utterance);
    const entry = files.get(path) ?? { file: { path, mono, cuts: [] }, order: [] };
    files.set(path, entry);
    entry.file.cuts.push({
      ...cut,
      voices: voices.map((voice) => ({ ...locate(voice), start: voice.start, end: voice.end })),
    });
    entry.order.push(index);
  }
  return { files: [...files.values()].map(({ file }) => file), order: [...files.values()].map(({ order }) => order) };
}
