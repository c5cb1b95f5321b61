import { groupBy, SerError } from '@ser/core';
import { type Corpus, type Fold, type Split, utterancesOf } from '@ser/datasets';
import type { FeatureMatrix } from '@ser/dsp';
import { featuresOf } from '../data/example.js';
import { type AdaptationKind, checkAdaptationKind } from '../recipe/adaptation-kind.js';
import type { AdaptationClips } from './adapt-speakers.js';
import { drawEnrollment, drawFoldEnrollment, type Enrollment, withoutEnrollment } from './enrollment.js';

/** Number of neutral clips that each speaker is enrolled from by default. */
export const ENROLLMENT_CLIPS = 4;

/** Options of speaker adaptation. */
export interface AdaptationOptions {
  readonly kind: AdaptationKind;
  /** Number of neutral clips that each speaker is enrolled from; for `enrolled`. */
  readonly enrollmentClips: number;
  /** Seed of the clips that are drawn. */
  readonly seed: number;
}

/** The folds of a run with speaker adaptation. */
export interface AdaptationPlan {
  /** The folds, without the test clips that speakers are enrolled from. */
  readonly folds: readonly Fold[];
  /** Returns the clips that the features of a fold are adapted with; undefined without adaptation. */
  clipsOf(fold: FoldIds, features: ReadonlyMap<string, FeatureMatrix>): FoldAdaptation | undefined;
}

/** Ids of the utterances of each part of a fold. */
export type FoldIds = Readonly<Record<'train' | 'heldOut' | 'test', readonly string[]>>;

/** The clips that the features of a fold are adapted with, as a message can carry them. */
export interface FoldAdaptation extends AdaptationClips {
  /** The speaker of each clip of the test part; examples of the other parts name theirs. */
  readonly testSpeakers: readonly string[];
}

/**
 * Plans the speaker adaptation of a cross-validation.
 *
 * @param folds the folds of the split that are run.
 * @throws SerError `INVALID_ARGUMENT` for an unknown kind, or for folds that share speakers, since statistics of a speaker
 *   would then connect training and test; and the errors of `drawFoldEnrollment`.
 */
export function planAdaptation(
  corpus: Corpus,
  { speakerIndependent, protocol }: Split,
  folds: readonly Fold[],
  { kind, enrollmentClips, seed }: AdaptationOptions,
): AdaptationPlan {
  checkAdaptationKind(kind);
  if (kind === 'none') return { folds, clipsOf: () => undefined };
  if (!speakerIndependent) {
    throw new SerError(
      'INVALID_ARGUMENT',
      `speakerAdaptation "${kind}" needs folds that share no speakers, but the folds of ${protocol} share speakers`,
      { hint: 'Use a speaker-independent protocol such as loso.' },
    );
  }
  const enrollment =
    kind === 'enrolled' ? drawFoldEnrollment(corpus, folds, { count: enrollmentClips, seed }) : undefined;
  return {
    folds: enrollment ? withoutEnrollment(folds, enrollment) : folds,
    clipsOf: ({ train, heldOut, test }, features) => ({
      kind,
      clips: clipsBySpeaker([...train, ...heldOut, ...test], corpus, enrollment, features),
      testSpeakers: utterancesOf(corpus, test).map(({ speaker }) => speaker),
    }),
  };
}

/**
 * Plans the speaker adaptation of the training of one model.
 *
 * @param ids the utterances of all training speakers, including held-out ones.
 * @returns a function from features to the clips of these speakers; it returns undefined without adaptation.
 * @throws SerError `INVALID_ARGUMENT` for an unknown kind; and the errors of `drawEnrollment`.
 */
export function planTrainingAdaptation(
  corpus: Corpus,
  ids: readonly string[],
  { kind, enrollmentClips, seed }: AdaptationOptions,
): (features: ReadonlyMap<string, FeatureMatrix>) => AdaptationClips | undefined {
  checkAdaptationKind(kind);
  if (kind === 'none') return () => undefined;
  const enrollment = kind === 'enrolled' ? drawEnrollment(corpus, ids, { count: enrollmentClips, seed }) : undefined;
  return (features) => ({ kind, clips: clipsBySpeaker(ids, corpus, enrollment, features) });
}

/** Returns the features of each speaker's enrollment clips, or of all clips. */
function clipsBySpeaker(
  ids: readonly string[],
  corpus: Corpus,
  enrollment: Enrollment | undefined,
  features: ReadonlyMap<string, FeatureMatrix>,
): Map<string, FeatureMatrix[]> {
  const bySpeaker = groupBy(utterancesOf(corpus, ids), ({ speaker }) => speaker);
  return new Map(
    [...bySpeaker].map(([speaker, own]) => [
      speaker,
      (enrollment?.get(speaker) ?? own.map(({ id }) => id)).map((id) => featuresOf(features, id)),
    ]),
  );
}
