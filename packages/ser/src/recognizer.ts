import { type Audio, decodeAudio } from '@ser/audio';
import { invalidArgument } from '@ser/core';
import {
  enrolSpeaker,
  type Prediction,
  type PredictOptions,
  type SerEnsemble,
  type SerModel,
  type SpeakerProfile,
} from '@ser/models';
import { readFile } from '#read-file';
import { openModel } from './pretrained.js';

/**
 * A recording: a file's path (in browsers a URL), the bytes of a recording (WAV, FLAC, MP3, Ogg, Opus), or decoded mono
 * audio. The channels of a stereo recording are averaged, and any rate is resampled to the model's.
 */
export type Recording = string | Uint8Array | Audio;

/** Tells the emotion of recordings with one loaded model. */
export interface Recognizer {
  /** The model behind it: labels, front end, card. */
  readonly model: SerModel | SerEnsemble;
  /**
   * Predicts one utterance.
   *
   * @param options `speaker`: whose voice it is, from {@link Recognizer.enroll}; a stranger's if absent.
   * @returns labels with probabilities, best first.
   * @throws SerError `NOT_FOUND`, `INVALID_AUDIO` or `UNSUPPORTED_AUDIO` naming the file and what is wrong with it.
   */
  predict(input: Recording, options?: PredictOptions): Promise<Prediction>;
  /**
   * Gets to know a speaker by clips, as the model knew its training speakers (`model.members[0].enrolment`): by a few
   * neutral ones, or by many of whatever emotions. A model that was trained with strangers takes a few neutral ones, too.
   *
   * @returns plain JSON for `predict`, which may be kept; it holds statistics and no audio.
   * @throws SerError of the clip that cannot be read; `INVALID_ARGUMENT` without clips.
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
      return model.predict(await toAudio(input), options);
    },
    async enroll(clips) {
      const audio: Audio[] = [];
      for (const clip of clips) audio.push(await toAudio(clip));
      return enrolSpeaker(model, audio);
    },
    dispose() {
      model.dispose();
    },
  };
}
