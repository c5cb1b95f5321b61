import { type Audio, assessSpeech, SPEECH_LIMITS, type SpeechAssessment, type SpeechProblem } from '@ser/audio';
import type { Uncertainty } from '@ser/models/contract';

const MESSAGES: Readonly<Record<SpeechProblem, (assessment: SpeechAssessment) => string>> = {
  'no-speech': () => 'no speech was found in the recording',
  'too-short': ({ speechSeconds }) =>
    `only ${speechSeconds.toFixed(2)} s of speech were found, at least ${SPEECH_LIMITS.minSpeech} s are needed`,
  'too-noisy': ({ measures }) =>
    `the speech rises only ${measures!.contrastDb.toFixed(0)} dB above the background, at least ${SPEECH_LIMITS.minContrastDb} dB are needed`,
  clipped: ({ clippedRatio }) => `${(100 * clippedRatio).toFixed(1)} % of the samples are clipped`,
};

/**
 * Returns why a recording is no basis for an answer about a voice; undefined if it is one.
 *
 * @param at16kHz the recording at 16 kHz, where it is at hand.
 */
export function speechUncertainty(audio: Audio, at16kHz?: Audio | undefined): Uncertainty<SpeechProblem> | undefined {
  const assessment = assessSpeech(audio, { at16kHz });
  const [reason] = assessment.problems;
  return reason && { reason, message: MESSAGES[reason](assessment) };
}
