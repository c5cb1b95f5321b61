import { type Audio, checkLevel, type DecodedAudio, decodeAudio } from '@ser/audio';
import { invalidArgument } from '@ser/core';
import { enrollSpeaker, type Predictor } from '@ser/models';
import { readFile } from '#read-file';
import { aboutFile, type NamedAudio, requireAudible } from './audible.js';
import type { Recognizer, Recording } from './contract.js';
import { openModel } from './pretrained.js';
import { streamAnswers } from './stream/stream-answers.js';
import { speechUncertainty } from './uncertainty.js';

function toAudio(input: Recording): Promise<DecodedAudio> {
  if (typeof input === 'string') return readFile(input);
  if (typeof input === 'object' && input !== null) return decodeAudio(input);
  const allowed = 'a path, bytes, a Blob, a Response, a stream, an AudioBuffer, or { samples, sampleRate }';
  throw invalidArgument('input', input, allowed);
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
  const recognizer: Recognizer = {
    model,
    async predict(input, options) {
      const audio = await toAudio(input);
      try {
        const prediction = model.predict(audio, options);
        const uncertain = speechUncertainty(audio) ?? prediction.uncertain;
        return {
          ...prediction,
          uncertain,
          notes: audio.notes,
          warnings: checkLevel(audio).map(({ message }) => message),
        };
      } catch (error) {
        requireAudible(model, [{ name: typeof input === 'string' ? input : 'the recording', audio }]);
        throw error;
      }
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
      const predict = (audio: Audio) => recognizer.predict(audio, { speaker: options.speaker });
      return streamAnswers({ sampleRate: highestRate(model), predict }, source, options);
    },
    dispose() {
      model.dispose();
    },
  };
  return recognizer;
}
