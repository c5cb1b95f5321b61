/** Kinds of faults and limits that an audit looks for. */
export type FindingKind =
  /** An id that the corpus does not have. */
  | 'unknown-utterance'
  /** An id twice in the same part. */
  | 'repeated-utterance'
  /** A training or test part without utterances. */
  | 'empty-part'
  /** An utterance in both parts of a fold. */
  | 'shared-utterance'
  /** Utterances with the same sound on both sides of a fold. */
  | 'shared-content'
  /** Near-duplicates on both sides of a fold. */
  | 'near-identical'
  /** A speaker in both parts of a fold. */
  | 'shared-speaker'
  /** A sentence in both parts of a fold. */
  | 'shared-sentence'
  /** A corpus with one emotion, with one speaker, and an emotion that one speaker alone shows. */
  | 'single-emotion'
  | 'single-speaker'
  | 'single-speaker-emotion'
  /** An emotion that is tested but not trained on. */
  | 'untrained-emotion'
  /** An utterance tested in more than one fold. */
  | 'tested-twice';

/** A fault or limit that an audit found. */
export interface Finding {
  readonly kind: FindingKind;
  /** `error`: the split must not be used, or not with this claim; `note`: readers of the results should know. */
  readonly severity: 'error' | 'note';
  /** Name of the fold; absent if the finding is about the whole split. */
  readonly fold?: string | undefined;
  /** The utterances, speakers, sentences or emotions concerned, sorted. */
  readonly items: readonly string[];
  /** One line for people. */
  readonly message: string;
}

/** The result of an audit. */
export interface SplitAudit {
  readonly findings: readonly Finding[];
  /** True if there is no finding of severity `error`. */
  readonly ok: boolean;
}

/** A few of the items, and how many more there are. */
export const some = (items: readonly string[]): string =>
  items.length <= 4 ? items.join(', ') : `${items.slice(0, 3).join(', ')} and ${items.length - 3} more`;
