import { SerError } from '@ser/core';
import type { Corpus, Fold, Split } from '@ser/datasets';
import type { FeatureMatrix } from '@ser/dsp';
import { featuresOf } from '../data/example.js';
import type { SpeakerAdaptation } from './adapt-speakers.js';
import { drawEnrolment, withoutEnrolment } from './enrolment.js';
import { checkNormalisationKind, type NormalisationKind } from './normalisation-kind.js';

/** Neutral clips that each speaker is enrolled by unless told otherwise. */
export const ENROLMENT_CLIPS = 4;

/** What a run knows of its speakers beforehand. */
export interface SpeakerKnowledge {
  /** The folds, without the test clips that speakers are enrolled by. */
  readonly folds: readonly Fold[];
  /** How the features of a fold are adapted to their speakers; not at all if undefined. */
  adaptation(fold: FoldIds, features: ReadonlyMap<string, FeatureMatrix>): SpeakerAdaptation | undefined;
}

/** Ids of the utterances of each part of a fold. */
export type FoldIds = Readonly<Record<'train' | 'heldOut' | 'test', readonly string[]>>;

/**
 * Settles what may be known of the speakers by a kind of normalisation.
 *
 * @param folds those of the split that are run.
 * @throws SerError `INVALID_ARGUMENT` for an unknown kind, or one that makes no sense with the split, since what is known
 *   of a speaker would join training and test; and what `drawEnrolment` throws.
 */
export function speakerKnowledge(
  corpus: Corpus,
  { speakerIndependent, protocol }: Split,
  folds: readonly Fold[],
  { kind, enrolmentClips, seed }: { kind: NormalisationKind; enrolmentClips: number; seed: number },
): SpeakerKnowledge {
  checkNormalisationKind(kind);
  if (kind === 'plain') return { folds, adaptation: () => undefined };
  if (!speakerIndependent) {
    throw new SerError(
      'INVALID_ARGUMENT',
      `normalisation "${kind}" needs folds that share no speakers, those of ${protocol} do`,
    );
  }
  const enrolment = kind === 'enrolled' ? drawEnrolment(corpus, folds, { count: enrolmentClips, seed }) : undefined;
  const speakerOf = new Map(corpus.utterances.map(({ id, speaker }) => [id, speaker]));
  return {
    folds: enrolment ? withoutEnrolment(folds, enrolment) : folds,
    adaptation({ train, heldOut, test }, features) {
      const bySpeaker = new Map<string, string[]>();
      for (const id of [...train, ...heldOut, ...test]) {
        const speaker = speakerOf.get(id)!;
        const own = bySpeaker.get(speaker);
        if (own) own.push(id);
        else bySpeaker.set(speaker, [id]);
      }
      const clips = new Map(
        [...bySpeaker].map(([speaker, own]) => [
          speaker,
          (enrolment?.get(speaker) ?? own).map((id) => featuresOf(features, id)),
        ]),
      );
      return { kind, clips, testSpeakers: test.map((id) => speakerOf.get(id)!) };
    },
  };
}
