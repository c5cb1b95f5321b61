import { invalidArgument } from '@ser/core';
import type { Audio } from '../audio.js';
import { clippedRatio, findClipping } from '../level/level.js';
import { detectSpeech } from './detect-speech.js';
import { atMeasuredRate, measureSpeech, type SpeechMeasures } from './speech-measures.js';

/**
 * Why a recording is no good basis for saying anything about a voice:
 * - `no-speech`: it is silent, or neither its pitch nor its spectrum moves as those of a voice do;
 * - `too-short`: it holds speech, but less than `minSpeech` seconds;
 * - `too-noisy`: speech hardly rises above the background;
 * - `clipped`: too many samples stick to full scale.
 */
export type SpeechProblem = 'no-speech' | 'too-short' | 'too-noisy' | 'clipped';

/** Options of {@link assessSpeech}. */
export interface AssessSpeechOptions {
  /** Least seconds of speech. Default 0.4. */
  readonly minSpeech?: number | undefined;
  /** Least level of the loudest frame above the quietest tenth of all frames, in dB. Default 12. */
  readonly minContrastDb?: number | undefined;
  /** Greatest share of clipped samples, from 0 to 1. Default 0.01. */
  readonly maxClipped?: number | undefined;
  /** The same recording at 16 kHz, by `resampleAudio`, where it is at hand; it is made if absent. */
  readonly at16kHz?: Audio | undefined;
}

/** The limits of {@link assessSpeech} where its options name no others. */
export const SPEECH_LIMITS = { minSpeech: 0.4, minContrastDb: 12, maxClipped: 0.01 } as const;

/** What {@link assessSpeech} finds. */
export interface SpeechAssessment {
  /** All that is wrong, the gravest first; empty for a usable recording. */
  readonly problems: readonly SpeechProblem[];
  /** Seconds of speech, see `detectSpeech`. */
  readonly speechSeconds: number;
  /** Share of clipped samples, from 0 to 1. */
  readonly clippedRatio: number;
  /** How pitch and spectrum move; absent for silence. */
  readonly measures?: SpeechMeasures;
}

/**
 * Limits of speech, set between what was measured of 160 clips drawn from EMO-DB, CREMA-D, RAVDESS and TESS (those of EMO-DB
 * also in white noise and babble at 5 dB), which all lie within, and synthetic sounds without speech.
 */
const SPEECH = {
  contrastDb: 6,
  pitchGlides: 0.4,
  pitchJumps: 0.42,
  spectralChangeDb: 0.75,
  /** Least ratio of change to spread: music changes at once and then stays, speech moves all the time. */
  movement: 0.47,
};

/**
 * Checks whether a recording holds speech that can be judged.
 *
 * The limits are for one voice without music. Singing is not told from speech.
 *
 * @returns all problems, and what they were found by.
 * @throws SerError `INVALID_ARGUMENT` if there is no sample or an option is out of range.
 * @example
 * assessSpeech({ samples: new Float32Array(16000), sampleRate: 16000 }).problems; // ['no-speech']
 */
export function assessSpeech(audio: Audio, options: AssessSpeechOptions = {}): SpeechAssessment {
  const {
    minSpeech = SPEECH_LIMITS.minSpeech,
    minContrastDb = SPEECH_LIMITS.minContrastDb,
    maxClipped = SPEECH_LIMITS.maxClipped,
  } = options;
  if (!(minSpeech >= 0 && minSpeech < Number.POSITIVE_INFINITY))
    throw invalidArgument('minSpeech', minSpeech, '0 or more seconds');
  if (!(minContrastDb >= 0 && minContrastDb < Number.POSITIVE_INFINITY))
    throw invalidArgument('minContrastDb', minContrastDb, '0 dB or more');
  if (!(maxClipped >= 0 && maxClipped <= 1)) throw invalidArgument('maxClipped', maxClipped, 'a number in [0, 1]');
  const { samples } = audio;
  if (samples.length === 0) throw invalidArgument('samples', samples, 'at least one sample');
  const clipped = clippedRatio(findClipping(samples), samples);
  const signal = atMeasuredRate(options.at16kHz ?? audio);
  const speechSeconds = detectSpeech(signal, { padding: 0 }).reduce((sum, { start, end }) => sum + end - start, 0);
  const clipping: SpeechProblem[] = clipped > maxClipped ? ['clipped'] : [];
  if (speechSeconds === 0) return { problems: ['no-speech', ...clipping], speechSeconds, clippedRatio: clipped };
  const measures = measureSpeech(signal);
  const problems: SpeechProblem[] = [];
  if (!movesAsSpeech(measures)) problems.push('no-speech');
  else {
    if (speechSeconds < minSpeech) problems.push('too-short');
    if (measures.contrastDb < minContrastDb) problems.push('too-noisy');
  }
  return { problems: [...problems, ...clipping], speechSeconds, clippedRatio: clipped, measures };
}

const movesAsSpeech = (measures: SpeechMeasures): boolean =>
  measures.contrastDb >= SPEECH.contrastDb &&
  measures.pitchGlides >= SPEECH.pitchGlides &&
  measures.pitchJumps <= SPEECH.pitchJumps &&
  measures.spectralChangeDb >= SPEECH.spectralChangeDb &&
  measures.spectralChangeDb >= SPEECH.movement * measures.spectralSpreadDb;
