import { type Audio, type AudioBlock, checkLevel, type DecodedAudio, decodeAudio, decodeAudioBlocks } from '@ser/audio';
import { invalidArgument } from '@ser/core';
import { enrollSpeaker, type PredictOptions, type Predictor } from '@ser/models';
import { readFile, readFileBlocks } from '#read-file';
import { aboutFile, type NamedAudio, requireAudible } from './audible.js';
import type { Recognizer, Recording, RecordingPrediction, SegmentOptions } from './contract.js';
import { openModel } from './pretrained.js';
import { LONGEST_UTTERANCE, segmentAnswers } from './stream/predict-segments.js';
import { type StreamModel, streamAnswers } from './stream/stream-answers.js';
import { speechUncertainty } from './uncertainty.js';

const RECORDING = 'a path, bytes, a Blob, a Response, a stream, an AudioBuffer, or { samples, sampleRate }';

function toAudio(input: Recording): Promise<DecodedAudio> {
  if (typeof input === 'string') return readFile(input);
  if (typeof input === 'object' && input !== null) return decodeAudio(input);
  throw invalidArgument('input', input, RECORDING);
}

function toBlocks(input: Recording, { signal }: SegmentOptions): AsyncGenerator<AudioBlock, void, undefined> {
  if (typeof input === 'string') return readFileBlocks(input, { signal });
  if (typeof input === 'object' && input !== null) return decodeAudioBlocks(input, { signal });
  throw invalidArgument('input', input, RECORDING);
}

/** Returns what messages call a recording. */
const nameOf = (input: Recording): string => (typeof input === 'string' ? input : 'the recording');

/** Returns what is wrong with the level or length of a recording, one sentence each. */
function warningsAbout(audio: Audio): string[] {
  const seconds = audio.samples.length / audio.sampleRate;
  const long = `it lasts ${seconds.toFixed(1)} s: predictSegments answers for each utterance of a long recording`;
  return [...checkLevel(audio).map(({ message }) => message), ...(seconds > LONGEST_UTTERANCE ? [long] : [])];
}

/** Answers for a decoded recording. */
function answerFor(model: Predictor, audio: Audio, options: PredictOptions, name: string): RecordingPrediction {
  try {
    const prediction = model.predict(audio, options);
    const uncertain = speechUncertainty(audio) ?? prediction.uncertain;
    return { ...prediction, uncertain, notes: audio.notes ?? [], warnings: warningsAbout(audio) };
  } catch (error) {
    requireAudible(model, [{ name, audio }]);
    throw error;
  }
}

/** Decodes several recordings; messages about those that are not files state their position. */
async function toNamedAudio(clips: readonly Recording[]): Promise<NamedAudio[]> {
  const recordings: NamedAudio[] = [];
  for (const clip of clips) {
    const name = typeof clip === 'string' ? clip : `recording ${recordings.length + 1}`;
    try {
      recordings.push({ name, audio: await toAudio(clip) });
    } catch (error) {
      throw typeof clip === 'string' ? error : aboutFile(name, error);
    }
  }
  return recordings;
}

/** Returns the highest rate that a network of the model takes, in Hz. */
const highestRate = ({ members }: Predictor): number =>
  Math.max(...members.map(({ frontEnd }) => frontEnd.config.sampleRate));

/**
 * Loads a saved model, or an ensemble, and makes it ready to predict.
 *
 * @param path the folder that `ser train`, `SerModel.save` or `SerEnsemble.save` wrote; in browsers its URL. By default
 *   the pretrained model that this package carries, which needs no network; see its card for what it is good for.
 * @throws SerError `NOT_FOUND` or `INVALID_MODEL` naming the file that is missing or wrong.
 *
 * @example
 * const recognizer = await loadRecognizer(); // or: loadRecognizer('models/emodb-lstm')
 * const { label, confidence } = await recognizer.predict('clip.wav');
 *
 * const anna = await recognizer.enroll(['anna-1.wav', 'anna-2.wav']);
 * await recognizer.predict('clip.wav', { speaker: anna });
 */
export async function loadRecognizer(path?: string): Promise<Recognizer> {
  const model = await openModel(path);
  const answers = ({ speaker }: PredictOptions, name: string): StreamModel => ({
    sampleRate: highestRate(model),
    predict: async (audio) => answerFor(model, audio, { speaker }, name),
  });
  return {
    model,
    async predict(input, options = {}) {
      return answerFor(model, await toAudio(input), options, nameOf(input));
    },
    predictSegments(input, options = {}) {
      return segmentAnswers(answers(options, nameOf(input)), toBlocks(input, options), nameOf(input), options);
    },
    async enroll(clips) {
      const recordings = await toNamedAudio(clips);
      try {
        return enrollSpeaker(
          model,
          recordings.map(({ audio }) => audio),
        );
      } catch (error) {
        requireAudible(model, recordings);
        throw error;
      }
    },
    stream(source, options = {}) {
      return streamAnswers(answers(options, 'the stream'), source, options);
    },
    dispose() {
      model.dispose();
    },
  };
}
