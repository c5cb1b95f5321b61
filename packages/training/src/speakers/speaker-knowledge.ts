import { SerError } from '@ser/core';
import type { Corpus, Fold, Split } from '@ser/datasets';
import type { FeatureMatrix } from '@ser/dsp';
import { featuresOf } from '../data/example.js';
import { checkNormalizationKind, type NormalizationKind } from '../recipe/normalization-kind.js';
import type { KnownSpeakers } from './adapt-speakers.js';
import { drawEnrollment, drawFoldEnrollment, type Enrollment, withoutEnrollment } from './enrollment.js';

/** Neutral clips that each speaker is enrolled by unless told otherwise. */
export const ENROLLMENT_CLIPS = 4;

/** What may be known of speakers. */
export interface SpeakerKnowledgeOptions {
  readonly kind: NormalizationKind;
  /** Neutral clips that each speaker is enrolled by, if they are. */
  readonly enrollmentClips: number;
  /** Seed of the clips that are drawn. */
  readonly seed: number;
}

/** What a run knows of its speakers beforehand. */
export interface SpeakerKnowledge {
  /** The folds, without the test clips that speakers are enrolled by. */
  readonly folds: readonly Fold[];
  /** What is known of the speakers of a fold; undefined if they are strangers. */
  known(fold: FoldIds, features: ReadonlyMap<string, FeatureMatrix>): FoldSpeakers | undefined;
}

/** Ids of the utterances of each part of a fold. */
export type FoldIds = Readonly<Record<'train' | 'heldOut' | 'test', readonly string[]>>;

/** What is known of the speakers of a fold, as a message can carry it. */
export interface FoldSpeakers extends KnownSpeakers {
  /** The speaker of each clip of the test part; examples of the other parts name theirs. */
  readonly testSpeakers: readonly string[];
}

/**
 * Settles what a cross-validation may know of speakers by a kind of normalization.
 *
 * @param folds those of the split that are run.
 * @throws SerError `INVALID_ARGUMENT` for an unknown kind, or one that makes no sense with the split, since what is known
 *   of a speaker would join training and test; and what `drawFoldEnrollment` throws.
 */
export function speakerKnowledge(
  corpus: Corpus,
  { speakerIndependent, protocol }: Split,
  folds: readonly Fold[],
  { kind, enrollmentClips, seed }: SpeakerKnowledgeOptions,
): SpeakerKnowledge {
  checkNormalizationKind(kind);
  if (kind === 'plain') return { folds, known: () => undefined };
  if (!speakerIndependent) {
    throw new SerError(
      'INVALID_ARGUMENT',
      `normalization "${kind}" needs folds that share no speakers, those of ${protocol} do`,
    );
  }
  const enrollment =
    kind === 'enrolled' ? drawFoldEnrollment(corpus, folds, { count: enrollmentClips, seed }) : undefined;
  const speakers = speakersOf(corpus);
  return {
    folds: enrollment ? withoutEnrollment(folds, enrollment) : folds,
    known: ({ train, heldOut, test }, features) => ({
      kind,
      clips: clipsBySpeaker([...train, ...heldOut, ...test], { speakers, enrollment, features }),
      testSpeakers: test.map((id) => speakers.get(id)!),
    }),
  };
}

/**
 * Settles what the training of a model may know of its speakers.
 *
 * @param ids the utterances of all training speakers, held-out ones included.
 * @returns what is known of them, once there are features; undefined if they are strangers.
 * @throws SerError `INVALID_ARGUMENT` for an unknown kind; and what `drawEnrollment` throws.
 */
export function trainingKnowledge(
  corpus: Corpus,
  ids: readonly string[],
  { kind, enrollmentClips, seed }: SpeakerKnowledgeOptions,
): (features: ReadonlyMap<string, FeatureMatrix>) => KnownSpeakers | undefined {
  checkNormalizationKind(kind);
  if (kind === 'plain') return () => undefined;
  const enrollment = kind === 'enrolled' ? drawEnrollment(corpus, ids, { count: enrollmentClips, seed }) : undefined;
  const speakers = speakersOf(corpus);
  return (features) => ({ kind, clips: clipsBySpeaker(ids, { speakers, enrollment, features }) });
}

const speakersOf = ({ utterances }: Corpus): Map<string, string> =>
  new Map(utterances.map(({ id, speaker }) => [id, speaker]));

/** The features of the clips that stand for each speaker of some utterances: those enrolled by, or all. */
function clipsBySpeaker(
  ids: readonly string[],
  {
    speakers,
    enrollment,
    features,
  }: {
    speakers: ReadonlyMap<string, string>;
    enrollment: Enrollment | undefined;
    features: ReadonlyMap<string, FeatureMatrix>;
  },
): Map<string, FeatureMatrix[]> {
  const bySpeaker = new Map<string, string[]>();
  for (const id of ids) {
    const speaker = speakers.get(id)!;
    const own = bySpeaker.get(speaker);
    if (own) own.push(id);
    else bySpeaker.set(speaker, [id]);
  }
  return new Map(
    [...bySpeaker].map(([speaker, own]) => [
      speaker,
      (enrollment?.get(speaker) ?? own).map((id) => featuresOf(features, id)),
    ]),
  );
}
