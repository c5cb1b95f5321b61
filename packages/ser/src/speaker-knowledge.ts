import type { Experiment } from '@ser/training';

/** What of an experiment says how speakers are known beforehand. */
export type SpeakerKnowledge = Pick<Experiment, 'normalisation' | 'enrolmentClips'>;

/** That part of an experiment, as training and judging take it. */
export const speakerKnowledgeOf = ({ normalisation, enrolmentClips }: SpeakerKnowledge): SpeakerKnowledge => ({
  ...(normalisation === undefined ? {} : { normalisation }),
  ...(enrolmentClips === undefined ? {} : { enrolmentClips }),
});
