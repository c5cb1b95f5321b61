/**
 * The contract of a recognizer: every method, option, unit, default and error.
 *
 * A recognizer is made by `loadRecognizer` and holds one model. It sends no events; a prediction is one answer for a whole
 * recording. All errors are `SerError` with a `code`:
 *
 * | code | when |
 * | --- | --- |
 * | `NOT_FOUND` | a file or URL does not exist |
 * | `FILE_ACCESS` | a file cannot be read |
 * | `INVALID_AUDIO` | the recording is empty, damaged, truncated, silent, not finite, not audio, or its channels cancel each other |
 * | `UNSUPPORTED_AUDIO` | no decoder for the format, longer than 600 s, or more than 128 MiB |
 * | `INVALID_ARGUMENT` | an input that is no recording, no clips, the profile of another model, or a recognizer that is disposed of |
 * | `INVALID_MODEL` | the model folder is damaged (`loadRecognizer` only) |
 */
import type { AudioSource, SpeechProblem } from '@ser/audio';
import type {
  Prediction,
  PredictOptions,
  Predictor,
  SpeakerProfile,
  UncertainReason,
  Uncertainty,
} from '@ser/models/contract';

/**
 * A recording: the path of a file (in browsers a URL), or anything that `decodeAudio` of `@ser/audio` takes: the bytes of a
 * file (an `ArrayBuffer` or any view of one, a `Blob`, `File`, `Response`, a stream of the web or of Node), an
 * `AudioBuffer`, or mono samples in [-1, 1] as `{ samples, sampleRate }` with the rate in Hz.
 *
 * The mean of all channels is used, and every rate is resampled to that of the model.
 */
export type Recording = string | AudioSource;

/** A prediction, and what there is to say about its recording. */
export interface RecordingPrediction extends Omit<Prediction, 'uncertain'> {
  /**
   * Why the answer is not to be relied on; undefined if it is. `reason` is
   *
   * - `no-speech`: neither pitch nor spectrum move as those of a voice do;
   * - `too-short`: less than 0.4 s of speech;
   * - `too-noisy`: the speech rises less than 12 dB above the background;
   * - `clipped`: more than 1 % of the samples stick to full scale;
   * - `unlike-training`: the clip is farther from the training data of the model than almost all unseen speakers are;
   * - `low-confidence`: the most probable emotion is not probable enough.
   *
   * The last two come from the model, which chose their limits on held-out speakers; older models do not have them.
   * `label` and `probabilities` are given all the same: treat them as a guess.
   */
  readonly uncertain?: Uncertainty<UncertainReason | SpeechProblem> | undefined;
  /** What was repaired or left out in decoding, one sentence each; empty for a recording without faults. */
  readonly notes: readonly string[];
  /**
   * What is wrong with its level or length, one sentence each: constant, shorter than 0.1 s, quieter than -50 dBFS,
   * clipped, or with an offset of more than 0.01. Empty if nothing is.
   */
  readonly warnings: readonly string[];
}

/** Recognizes the emotion of recordings with one loaded model. */
export interface Recognizer {
  /** The model: its labels, its card, and its members with their front ends. */
  readonly model: Predictor;

  /**
   * Predicts the emotion of a recording.
   *
   * @param input a recording of one utterance, at most 600 s long.
   * @param options `speaker`: profile from {@link Recognizer.enroll}; by default the speaker is not enrolled.
   * @returns the label, its probability `confidence` (0 to 1), all labels with probabilities that add up to 1, the most
   *   probable first; `uncertain` with its reason if the answer is not to be relied on; `notes` and `warnings` about the
   *   recording.
   * @throws SerError `NOT_FOUND`, `FILE_ACCESS`, `INVALID_AUDIO`, `UNSUPPORTED_AUDIO`, `INVALID_ARGUMENT`; the message names
   *   the file.
   * @example
   * const { label, confidence } = await recognizer.predict('clip.wav'); // 'angry', 0.71
   */
  predict(input: Recording, options?: PredictOptions): Promise<RecordingPrediction>;

  /**
   * Adapts the model to a speaker. A model trained with enrolled speakers (`model.members[0].enrollment`) needs clips of
   * the same kind: a few neutral ones, or many of any emotion. Other models take a few neutral clips.
   *
   * @param clips recordings of one speaker, at least one.
   * @returns a profile for the option `speaker`: plain JSON that can be stored. It holds statistics and no audio.
   * @throws SerError as {@link Recognizer.predict}; the message names the file, or the position of a clip without one.
   * @example
   * const speaker = await recognizer.enroll(['neutral-1.wav', 'neutral-2.wav']);
   * await recognizer.predict('clip.wav', { speaker });
   */
  enroll(clips: readonly Recording[]): Promise<SpeakerProfile>;

  /**
   * Frees the memory of the model.
   *
   * @throws SerError `INVALID_ARGUMENT` if it is freed already.
   */
  dispose(): void;
}
