import { type Audio, decodeAudio } from '@ser/audio';
import { invalidArgument } from '@ser/core';
import { type Prediction, SerModel, startBackend } from '@ser/models';
import { readFile } from '#read-file';

/** Tells the emotion of recordings with one loaded model. */
export interface Recognizer {
  /** The model behind it: labels, front end, card. */
  readonly model: SerModel;
  /**
   * Predicts one utterance.
   *
   * @param input a file's path (in browsers a URL), the bytes of a recording (WAV, FLAC, MP3, Ogg, Opus), or decoded mono
   *   audio. The channels of a stereo recording are averaged, and any rate is resampled to the model's.
   * @returns labels with probabilities, best first.
   * @throws SerError `NOT_FOUND`, `INVALID_AUDIO` or `UNSUPPORTED_AUDIO` naming the file and what is wrong with it.
   */
  predict(input: string | Uint8Array | Audio): Promise<Prediction>;
  /** Frees the model's memory; the recognizer cannot be used afterwards. */
  dispose(): void;
}

const toAudio = (input: string | Uint8Array | Audio): Promise<Audio> | Audio => {
  if (typeof input === 'string') return readFile(input);
  if (input instanceof Uint8Array) return decodeAudio(input);
  if (typeof input === 'object' && input !== null && 'samples' in input && 'sampleRate' in input) return input;
  throw invalidArgument('input', input, 'a path, the bytes of a recording, or { samples, sampleRate }');
};

/**
 * Loads a saved model and makes it ready to predict.
 *
 * @param path the folder that `ser train` or `SerModel.save` wrote; in browsers its URL.
 * @throws SerError `NOT_FOUND` or `INVALID_MODEL` naming the file that is missing or wrong.
 *
 * @example
 * const recognizer = await loadRecognizer('models/emodb-lstm');
 * const { label, confidence } = await recognizer.predict('clip.wav');
 */
export async function loadRecognizer(path: string): Promise<Recognizer> {
  await startBackend();
  const model = await SerModel.load(path);
  return {
    model,
    async predict(input) {
      return model.predict(await toAudio(input));
    },
    dispose() {
      model.dispose();
    },
  };
}
