import { type Audio, checkLevel } from '@ser/audio';
import { runInTurns, type Steps, throwIfAborted } from '@ser/core';
import { createResampler, type Signal } from '@ser/dsp';
import { enrollSpeakerSteps } from '@ser/models';
import type { PredictOptions, Predictor, SpeakerProfile } from '@ser/models/contract';
import type { EnrollOptions, RecognizeOptions, RecordingPrediction } from '../contract.js';
import { LONGEST_UTTERANCE } from '../stream/predict-segments.js';
import { type NamedAudio, requireAudible } from './audible.js';
import { speechUncertainty } from './uncertainty.js';

/** Returns what is wrong with the level or length of a recording, one sentence each. */
function warningsAbout(audio: Audio): string[] {
  const seconds = audio.samples.length / audio.sampleRate;
  const long = `it lasts ${seconds.toFixed(1)} s: predictSegments answers for each utterance of a long recording`;
  return [...checkLevel(audio).map(({ message }) => message), ...(seconds > LONGEST_UTTERANCE ? [long] : [])];
}

/** The rate at which speech is looked for, and which most models want, in Hz. */
const SHARED_RATE = 16_000;

/** Resamples a recording once, in double precision, if the whole model wants the rate at which speech is looked for. */
function* sharedSteps({ members }: Predictor, { samples, sampleRate }: Audio): Steps<Signal | undefined> {
  if (sampleRate === SHARED_RATE) return undefined;
  if (members.some(({ frontEnd }) => frontEnd.config.sampleRate !== SHARED_RATE)) return undefined;
  const resampler = createResampler({ from: sampleRate, to: SHARED_RATE });
  return { samples: yield* resampler.resampleSteps(samples), sampleRate: SHARED_RATE };
}

function* recognitionSteps(model: Predictor, audio: Audio, options: PredictOptions): Steps<RecordingPrediction> {
  const shared = yield* sharedSteps(model, audio);
  const prediction = yield* model.predictSteps(shared ?? audio, options);
  yield;
  const speech = speechUncertainty(audio, shared && { ...shared, samples: new Float32Array(shared.samples) });
  yield;
  return {
    ...prediction,
    uncertain: speech ?? prediction.uncertain,
    notes: audio.notes ?? [],
    warnings: warningsAbout(audio),
  };
}

/** Predicts the emotion of a decoded recording; other work of the thread gets its turn. `name` is for messages. */
export async function recognizeAudio(
  model: Predictor,
  name: string,
  audio: Audio,
  { signal, ...options }: RecognizeOptions = {},
): Promise<RecordingPrediction> {
  const stopped = 'the prediction was stopped';
  try {
    return await runInTurns(recognitionSteps(model, audio, options), { signal, stopped });
  } catch (error) {
    throwIfAborted(signal, stopped);
    await requireAudible(model, [{ name, audio }]);
    throw error;
  }
}

/** Makes the profile of a speaker from decoded recordings. */
export async function enrollAudio(
  model: Predictor,
  recordings: readonly NamedAudio[],
  { signal }: Pick<EnrollOptions, 'signal'> = {},
): Promise<SpeakerProfile> {
  const stopped = 'the enrollment was stopped';
  const clips = recordings.map(({ audio }) => audio);
  try {
    return await runInTurns(enrollSpeakerSteps(model, clips), { signal, stopped });
  } catch (error) {
    throwIfAborted(signal, stopped);
    await requireAudible(model, recordings);
    throw error;
  }
}
