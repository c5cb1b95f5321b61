import { type Audio, createSpeechDetector, type Segment, type SpeechDetector } from '@ser/audio';
import type { RecordingPrediction, SampleSource, StreamEvent, StreamOptions } from '../contract.js';
import { SampleHistory } from './sample-history.js';
import { openSource, resampledBlocks } from './sample-source.js';
import { Smoothing } from './smoothing.js';
import { type StreamTimes, streamTimes } from './stream-options.js';

/** How a stream gets its answers. */
export interface StreamModel {
  /** The rate of the samples that the model takes, in Hz. */
  readonly sampleRate: number;
  /** Answers for samples at that rate, as `Recognizer.predict` does. */
  predict(audio: Audio): Promise<RecordingPrediction>;
}

/** Shortest pause that ends a segment of a stream, in seconds, unless an option says otherwise. */
const MIN_PAUSE = 0.2;

/** Longest segment in seconds, unless an option says otherwise. */
const MAX_SPEECH = 15;

/** What is known of the segments of one stream. */
class Session {
  readonly #model: StreamModel;
  readonly #times: StreamTimes;
  readonly #detector: SpeechDetector;
  readonly #history = new SampleHistory();
  readonly #smoothing: Smoothing;
  /** Segments so far that were announced. */
  #announced = 0;
  /** Segments so far that ended. */
  #ended = 0;
  #skipped = 0;

  constructor(model: StreamModel, times: StreamTimes, { speech }: StreamOptions) {
    this.#model = model;
    this.#times = times;
    this.#detector = createSpeechDetector({
      ...speech,
      minPause: speech?.minPause ?? MIN_PAUSE,
      maxSpeech: speech?.maxSpeech ?? MAX_SPEECH,
      sampleRate: model.sampleRate,
    });
    this.#smoothing = new Smoothing(times.updateSeconds, times.smoothingSeconds);
  }

  /** Takes samples up to the next update at most. */
  async *take(samples: Float32Array, isUpdate: boolean, isLate: boolean): AsyncGenerator<StreamEvent, void, undefined> {
    this.#history.push(samples);
    yield* this.#end(this.#detector.push(samples));
    const { current } = this.#detector;
    if (current) yield* this.#announce(current.start);
    if (current?.speaking && isUpdate) {
      if (isLate) this.#skipped++;
      else yield await this.#update(current.start);
    }
    this.#history.forget(Math.floor(this.#detector.earliest * this.#model.sampleRate) - 1);
  }

  /** Ends the stream, and with it a segment that is open. */
  async *finish(): AsyncGenerator<StreamEvent, void, undefined> {
    yield* this.#end(this.#detector.flush());
  }

  *#announce(start: number): Generator<StreamEvent, void, undefined> {
    if (this.#announced > this.#ended) return;
    this.#smoothing.reset();
    yield { kind: 'speech', segment: this.#announced++, start };
  }

  async *#end(segments: readonly Segment[]): AsyncGenerator<StreamEvent, void, undefined> {
    for (const { start, end } of segments) {
      yield* this.#announce(start);
      const answer = await this.#model.predict(this.#cut(start, end));
      yield { kind: 'final', segment: this.#ended++, start, end, answer };
    }
  }

  async #update(segmentStart: number): Promise<StreamEvent> {
    const end = this.#history.end / this.#model.sampleRate;
    const start = Math.max(segmentStart, end - this.#times.windowSeconds);
    const answer = await this.#model.predict(this.#cut(start, end));
    const skipped = this.#skipped;
    this.#skipped = 0;
    return {
      kind: 'update',
      segment: this.#ended,
      start,
      end,
      answer,
      smoothed: this.#smoothing.next(answer),
      skipped,
    };
  }

  #cut(start: number, end: number): Audio {
    const { sampleRate } = this.#model;
    return { samples: this.#history.slice(Math.round(start * sampleRate), Math.round(end * sampleRate)), sampleRate };
  }
}

/**
 * Answers for what comes from a source of samples, see `Recognizer.stream`. Nothing is read before it is asked for.
 *
 * @param updates false leaves out the updates.
 */
export async function* streamAnswers(
  model: StreamModel,
  source: SampleSource,
  options: StreamOptions,
  updates = true,
): AsyncGenerator<StreamEvent, void, undefined> {
  const times = streamTimes(options);
  const session = new Session(model, times, options);
  const opened = openSource(source, options.sampleRate);
  const period = Math.round(times.updateSeconds * model.sampleRate);
  let untilUpdate = period;
  let failure: { readonly error: unknown } | undefined;
  const blocks = resampledBlocks(opened, model.sampleRate, options.signal);
  try {
    for (;;) {
      let step: IteratorResult<Float32Array>;
      try {
        step = await blocks.next();
      } catch (error) {
        if (options.signal?.aborted) throw error;
        failure = { error };
        break;
      }
      if (step.done) break;
      for (let at = 0; at < step.value.length; ) {
        const part = updates ? step.value.subarray(at, at + untilUpdate) : step.value;
        at += part.length;
        untilUpdate -= part.length;
        const isUpdate = updates && untilUpdate === 0;
        if (isUpdate) untilUpdate = period;
        yield* session.take(part, isUpdate, opened.waiting() > times.updateSeconds);
      }
    }
  } finally {
    await blocks.return();
  }
  // A source that fails, such as a microphone that is unplugged, ends the segment before the error is thrown.
  yield* session.finish();
  if (failure) throw failure.error;
}
