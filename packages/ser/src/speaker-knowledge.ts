import type { Experiment } from '@ser/experiments';

/** What of an experiment says how speakers are known beforehand. */
export type SpeakerKnowledge = Pick<Experiment, 'normalization' | 'enrollmentClips'>;

/** That part of an experiment, as training and judging take it. */
export const speakerKnowledgeOf = ({ normalization, enrollmentClips }: SpeakerKnowledge): SpeakerKnowledge => ({
  ...(normalization === undefined ? {} : { normalization }),
  ...(enrollmentClips === undefined ? {} : { enrollmentClips }),
});
