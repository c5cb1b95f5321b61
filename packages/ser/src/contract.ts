/**
 * The contract of a recognizer: every method, option, unit, default and error.
 *
 * A recognizer is made by `loadRecognizer` and holds one model. `predict` gives one answer for a whole recording,
 * `predictSegments` one for each spoken segment, and `stream` sends events while the sound is coming. All errors are `SerError` with a `code`:
 *
 * | code | when |
 * | --- | --- |
 * | `NOT_FOUND` | a file or URL does not exist, or the speech encoder that a model needs (`loadRecognizer` only) |
 * | `FILE_ACCESS` | a file cannot be read |
 * | `INVALID_AUDIO` | the recording is empty, damaged, truncated, silent, not finite, not audio, or its channels cancel each other |
 * | `UNSUPPORTED_AUDIO` | no decoder for the format; longer than 600 s (in `predictSegments` a day) or more than 128 MiB (not there) |
 * | `INVALID_ARGUMENT` | an input that is no recording, no clips, the profile of another model, or a recognizer that is disposed of |
 * | `UNSUPPORTED_PLATFORM` | no worker can be started, or ONNX Runtime is missing for a speech encoder (`loadRecognizer` only) |
 * | `ABORTED` | the caller's signal is aborted without an error as its reason; such an error is thrown as it is |
 * | `INVALID_MODEL` | the model folder is damaged, or a speech encoder is another file than the model names (`loadRecognizer` only); its output has another shape than the model expects |
 */
import type { Audio, AudioSource, DetectSpeechOptions, Microphone, MonoMix, SpeechProblem } from '@ser/audio';
import type { Encoder } from '@ser/dsp';
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
 * The mean of all channels is used unless `mono` names one, and every rate is resampled to that of the model.
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

/** Samples of one channel: floats in [-1, 1], integers of 16 bits, or floats with their rate in Hz. */
export type SampleChunk = Float32Array | Int16Array | Audio;

/**
 * Where a stream gets its samples, in chunks of any size: a `Microphone` of `@ser/audio`, a `ReadableStream` or an
 * `AsyncIterable` (such as `decodeAudioBlocks(file)` of `@ser/audio`), an `Iterable`, or one signal as
 * `{ samples, sampleRate }`. A source is read when an event is asked for, so that one that can wait waits.
 */
export type SampleSource =
  | Microphone
  | ReadableStream<SampleChunk>
  | AsyncIterable<SampleChunk>
  | Iterable<SampleChunk>
  | Audio;

/** Options of {@link Recognizer.stream}. */
export interface StreamOptions extends PredictOptions {
  /** Rate of the samples in Hz, 1000 to 192,000; needed unless the source or its chunks have a `sampleRate`. */
  readonly sampleRate?: number | undefined;
  /** Seconds of sound between two updates, 0.05 to 60. Default 0.25. */
  readonly updateSeconds?: number | undefined;
  /** Longest part of a segment that an update is about, in seconds, 0.1 to 60. Default 3. */
  readonly windowSeconds?: number | undefined;
  /**
   * Time constant of the smoothing of updates in seconds, 0 to 60; 0 switches it off. Default 0.5. It looks back only:
   * after a sudden change, `smoothed` shows 63 % of it after this time; it lags by less than this on average (0.39 s by
   * default), in addition to the half of the window by which the answer itself lags.
   */
  readonly smoothingSeconds?: number | undefined;
  /**
   * How speech is found: the options of `detectSpeech` of `@ser/audio`. `minPause` is the silence that ends a segment,
   * 0.2 s by default here, after which its final answer comes; `maxSpeech` is the longest segment, 15 s by default.
   */
  readonly speech?: DetectSpeechOptions | undefined;
  /** Ends the stream; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of {@link Recognizer.predictSegments}. */
export interface SegmentOptions extends RecognizeOptions {
  /**
   * How speech is found: the options of `detectSpeech` of `@ser/audio`. `minPause` is 0.3 s and `maxSpeech` 15 s by
   * default.
   */
  readonly speech?: DetectSpeechOptions | undefined;
  /** Receives the seconds that have been read of a recording longer than 30 s, about every 1.5 s of it. */
  readonly onProgress?: ((seconds: number) => void) | undefined;
  /** Longest recording in seconds. Default 86,400 (a day). */
  readonly maxSeconds?: number | undefined;
}

/** A prediction for a segment of a recording. `notes` are those that are new since the segment before. */
export interface SegmentPrediction extends RecordingPrediction {
  /** The segment, in seconds from the start of the recording. */
  readonly start: number;
  readonly end: number;
  /** True if the segment is the whole recording, because that is not longer than 30 s. */
  readonly isWhole: boolean;
}

/** Speech has begun. */
export interface SpeechEvent {
  readonly kind: 'speech';
  /** Number of the segment, from 0. */
  readonly segment: number;
  /** Where the segment begins, in seconds from the start of the stream. */
  readonly start: number;
}

/** What the last seconds of speech sound like; sent while there is speech. */
export interface UpdateEvent {
  readonly kind: 'update';
  readonly segment: number;
  /** The window that `answer` is about, in seconds from the start of the stream. `end` is now. */
  readonly start: number;
  readonly end: number;
  /** What `predict` answers for the samples of the window, bit for bit. */
  readonly answer: RecordingPrediction;
  /** The average of the answers of this segment, the last ones most; see `smoothingSeconds`. `uncertain` is that of `answer`. */
  readonly smoothed: Omit<RecordingPrediction, 'notes' | 'warnings'>;
  /** Updates that were left out before this one because the samples came faster than they were worked off. */
  readonly skipped: number;
}

/** What a segment of speech sounds like as a whole; sent once when it has ended. */
export interface FinalEvent {
  readonly kind: 'final';
  readonly segment: number;
  /** The segment, in seconds from the start of the stream. */
  readonly start: number;
  readonly end: number;
  /** What `predict` answers for the samples of the segment, bit for bit. */
  readonly answer: RecordingPrediction;
}

/** What a stream sends: for each segment `speech`, any number of `update`, and `final`, in this order. */
export type StreamEvent = SpeechEvent | UpdateEvent | FinalEvent;

/** Options of `loadRecognizer`. */
export interface LoadOptions {
  /**
   * True runs the model in a worker, a thread of Node or a Web Worker, so that predictions do not keep this thread from
   * other work. Recordings are decoded in this thread, piece by piece. Default false.
   */
  readonly worker?: boolean | undefined;
  /**
   * In browsers, the address of `ser-worker.js`, a file of this package. By default it is next to the code, where Vite and
   * webpack put it by themselves; with other bundlers copy it there.
   */
  readonly workerUrl?: string | URL | undefined;
  /** Stops loading; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
  /**
   * The speech encoder, for a model that needs one: the path of its ONNX file, of the folder that holds it under its name, or
   * an open one from `openEncoder` of `@ser/encoders` (not with `worker`). Default: the environment variable `SER_ENCODER`, else
   * the file in the folder of the model. Its SHA-256 is checked before anything runs.
   */
  readonly encoder?: string | Encoder | undefined;
  /** Longest time in seconds for each file of a model that comes from a URL, above 0. Default 120. */
  readonly timeoutSeconds?: number | undefined;
}

/** Options of {@link Recognizer.predict}. */
export interface RecognizeOptions extends PredictOptions {
  /** How several channels become one: `mean`, their average (default), or one of them, from 0, e.g. `{ channel: 0 }`. */
  readonly mono?: MonoMix | undefined;
  /** Stops decoding and predicting; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of {@link Recognizer.enroll}. */
export interface EnrollOptions extends Pick<RecognizeOptions, 'mono' | 'signal'> {
  /**
   * Receives what was repaired or left out in decoding, and what is wrong with level or length: one sentence each, after
   * the name of the file or the position of the clip.
   */
  readonly onNote?: ((note: string) => void) | undefined;
}

/** What is known of a model that runs in a worker. */
export interface ModelDescription extends Pick<Predictor, 'labels' | 'card'> {
  /** Highest rate that it takes, in Hz; other rates are resampled. */
  readonly sampleRate: number;
}

/** Recognizes the emotion of recordings with one loaded model. */
export interface Recognizer {
  /** The model: its labels, its card, and its members with their front ends. */
  readonly model: Predictor;

  /**
   * Predicts the emotion of a recording. A long one is decoded and predicted in steps, between which other work of the
   * thread gets its turn.
   *
   * @param input a recording of one utterance, at most 600 s long; for one of more than 30 s, `warnings` advises
   *   {@link Recognizer.predictSegments}.
   * @param options `speaker`: profile from {@link Recognizer.enroll}; by default the speaker is not enrolled. `signal`
   *   stops the work.
   * @returns the label, its probability `confidence` (0 to 1), all labels with probabilities that add up to 1, the most
   *   probable first; `uncertain` with its reason if the answer is not to be relied on; `notes` and `warnings` about the
   *   recording.
   * @throws SerError `NOT_FOUND`, `FILE_ACCESS`, `INVALID_AUDIO`, `UNSUPPORTED_AUDIO`, `INVALID_ARGUMENT`; the message names
   *   the file.
   * @example
   * const { label, confidence } = await recognizer.predict('clip.wav'); // 'angry', 0.71
   */
  predict(input: Recording, options?: RecognizeOptions): Promise<RecordingPrediction>;

  /**
   * Predicts the emotion of each spoken segment of a recording of up to a day, in order, as they are found. A recording of
   * up to 30 s is one segment, with the answer of {@link Recognizer.predict}. A longer one is read block by block and
   * divided by the rules of {@link Recognizer.stream}, so that memory does not grow with its length.
   *
   * @param input a recording.
   * @param options see {@link SegmentOptions}.
   * @throws SerError as `predict`; `INVALID_AUDIO` if a recording longer than 30 s has no speech.
   * @example
   * for await (const { start, end, label } of recognizer.predictSegments('interview.mp3'))
   *   console.log(start, end, label); // 0.35 2.81 'neutral'
   */
  predictSegments(input: Recording, options?: SegmentOptions): AsyncGenerator<SegmentPrediction, void, undefined>;

  /**
   * Recognizes emotions while the sound is coming: finds segments of speech, sends an update every 250 ms of speech and
   * one final answer for each segment.
   *
   * Samples are resampled to the rate of the model, as `predict` does with a whole recording; `start` and `end` count
   * from the first sample. What is sent does not depend on the size of the chunks. Memory is that of the longest
   * segment. The loop may be left at any time, which closes the source. If the source fails, the open segment gets its
   * final answer before the error is thrown.
   *
   * @param source samples of one channel, see {@link SampleSource}.
   * @param options see {@link StreamOptions}.
   * @throws SerError `INVALID_ARGUMENT` for an option out of range or a chunk that is no samples, `INVALID_AUDIO` for
   *   samples that are not finite; what the source throws.
   * @example
   * for await (const event of recognizer.stream(await openMicrophone({ keep: false }))) {
   *   if (event.kind === 'update') show(event.smoothed); // { label: 'happy', confidence: 0.62, … }
   *   if (event.kind === 'final') console.log(event.start, event.end, event.answer.label); // 0.84 2.31 'happy'
   * }
   */
  stream(source: SampleSource, options?: StreamOptions): AsyncGenerator<StreamEvent, void, undefined>;

  /**
   * Adapts the model to a speaker. A model trained with enrolled speakers (`model.members[0].enrollment`) needs clips of
   * the same kind: a few neutral ones, or many of any emotion. Other models take a few neutral clips.
   *
   * @param clips recordings of one speaker, at least one.
   * @param options `signal` stops the work; `onNote` receives what there is to say about the clips.
   * @returns a profile for the option `speaker`: plain JSON that can be stored. It holds statistics and no audio.
   * @throws SerError as {@link Recognizer.predict}; the message names the file, or the position of a clip without one.
   * @example
   * const speaker = await recognizer.enroll(['neutral-1.wav', 'neutral-2.wav']);
   * await recognizer.predict('clip.wav', { speaker });
   */
  enroll(clips: readonly Recording[], options?: EnrollOptions): Promise<SpeakerProfile>;

  /**
   * Frees the memory of the model.
   *
   * @throws SerError `INVALID_ARGUMENT` if it is freed already.
   */
  dispose(): void;
}

/**
 * A recognizer whose model runs in a worker, made by `loadRecognizer(path, { worker: true })`. It answers as one in this
 * thread does, one recording after the other.
 */
export interface WorkerRecognizer extends Omit<Recognizer, 'model' | 'dispose'> {
  readonly model: ModelDescription;

  /**
   * Ends the worker, also in the middle of its work; predictions that are not done are rejected.
   *
   * @throws SerError `INVALID_ARGUMENT` if it is ended already.
   */
  dispose(): Promise<void>;
}
