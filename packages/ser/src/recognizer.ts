import { type Audio, decodeAudio } from '@ser/audio';
import { invalidArgument } from '@ser/core';
import { enrollSpeaker } from '@ser/models';
import type { Prediction, PredictOptions, Predictor, SpeakerProfile } from '@ser/models/contract';
import { readFile } from '#read-file';
import { aboutFile, type NamedAudio, requireAudible } from './audible.js';
import { openModel } from './pretrained.js';

/**
 * A recording: a file's path (in browsers a URL), the bytes of a recording (WAV, FLAC, MP3, Ogg, Opus), or decoded mono
 * audio. The channels of a stereo recording are averaged, and any rate is resampled to the model's.
 */
export type Recording = string | Uint8Array | Audio;

/** Tells the emotion of recordings with one loaded model. */
export interface Recognizer {
  /** The model behind it: labels, front end, card. */
  readonly model: Predictor;
  /**
   * Predicts one utterance.
   *
   * @param options `speaker`: whose voice it is, from {@link Recognizer.enroll}; a stranger's if absent.
   * @returns labels with probabilities, best first.
   * @throws SerError `NOT_FOUND`, `INVALID_AUDIO` or `UNSUPPORTED_AUDIO` naming the file and what is wrong with it, such
   *   as that it is silent.
   */
  predict(input: Recording, options?: PredictOptions): Promise<Prediction>;
  /**
   * Gets to know a speaker by clips, as the model knew its training speakers (`model.members[0].enrollment`): by a few
   * neutral ones, or by many of whatever emotions. A model that was trained with strangers takes a few neutral ones, too.
   *
   * @returns plain JSON for `predict`, which may be kept; it holds statistics and no audio.
   * @throws SerError of the clip that cannot be read or is silent, naming its file or, without one, its place among
   *   them; `INVALID_ARGUMENT` without clips.
   */
  enroll(clips: readonly Recording[]): Promise<SpeakerProfile>;
  /** Frees the model's memory; the recognizer cannot be used afterwards. */
  dispose(): void;
}

const toAudio = (input: Recording): Promise<Audio> | Audio => {
  if (typeof input === 'string') return readFile(input);
  if (input instanceof Uint8Array) return decodeAudio(input);
  if (typeof input === 'object' && input !== null && 'samples' in input && 'sampleRate' in input) return input;
  throw invalidArgument('input', input, 'a path, the bytes of a recording, or { samples, sampleRate }');
};

/** Several recordings as audio; of those that are no files, messages name the place. */
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
  return {
    model,
    async predict(input, options) {
      const audio = await toAudio(input);
      try {
        return model.predict(audio, options);
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
    dispose() {
      model.dispose();
    },
  };
}
