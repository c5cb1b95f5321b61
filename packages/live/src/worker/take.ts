import { createResampler, type ResamplerStream } from '@ser/dsp';
import type { Recognizer, SpeakerProfile } from 'ser';
import { failureOf } from './failure.js';
import { ENROLLMENT_SECONDS, KEPT_SECONDS, type Report } from './messages.js';
import { MeteredQueue } from './metered-queue.js';
import { PictureColumns } from './picture-columns.js';
import { Recording } from './recording.js';

/** Reports to the page. */
export type Post = (report: Report, transfer?: Transferable[]) => void;

/** Neutral speech that is being collected for an enrollment. */
interface Enrollment {
  readonly blocks: Float32Array[];
  samples: number;
}

/** Converts samples that come piece by piece to the rate of the model. */
class RateConverter {
  readonly #resampler: ResamplerStream | undefined;

  constructor(from: number, to: number) {
    this.#resampler = from === to ? undefined : createResampler({ from, to }).stream();
  }

  /** Returns what became complete. */
  push(samples: Float32Array): Float32Array {
    if (!this.#resampler) return samples;
    const parts: Float32Array[] = [];
    this.#resampler.push(samples, (out, length) => parts.push(Float32Array.from(out.subarray(0, length))));
    return joined(parts);
  }

  /** Returns the rest. */
  flush(): Float32Array {
    const parts: Float32Array[] = [];
    this.#resampler?.flush((out, length) => parts.push(Float32Array.from(out.subarray(0, length))));
    return joined(parts);
  }
}

function joined(parts: readonly Float32Array[]): Float32Array {
  if (parts.length === 1) return parts[0]!;
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** One recording: its pictures, its last minutes, and the stream of answers over it. */
export class Take {
  readonly recording: Recording;
  readonly #recognizer: Recognizer;
  readonly #post: Post;
  readonly #rate: number;
  readonly #converter: RateConverter;
  readonly #columns: PictureColumns;
  #speaker: SpeakerProfile | undefined;
  #queue: MeteredQueue | undefined;
  #enrollment: Enrollment | undefined;
  #isOver = false;
  /** Ends when all answers have been posted. */
  #answers: Promise<void> = Promise.resolve();

  /**
   * @param sampleRate the rate of the samples in Hz.
   * @param rate the rate of the model in Hz.
   */
  constructor(recognizer: Recognizer, sampleRate: number, rate: number, post: Post) {
    this.#recognizer = recognizer;
    this.#post = post;
    this.#rate = rate;
    this.#converter = new RateConverter(sampleRate, rate);
    this.#columns = new PictureColumns(rate);
    this.recording = new Recording(rate, KEPT_SECONDS);
  }

  /** Begins to answer, for a speaker if one is enrolled. */
  listen(speaker: SpeakerProfile | undefined): void {
    this.#speaker = speaker;
    this.#queue?.end();
    const queue = new MeteredQueue(this.#rate, (share) => this.#post({ kind: 'load', share }));
    this.#queue = queue;
    const offset = this.recording.seconds;
    this.#answers = this.#answers.then(() => this.#answer(queue, offset, speaker));
  }

  /** Takes samples. Without {@link listen}, they only make pictures and are kept. */
  push(samples: Float32Array): void {
    this.#take(this.#converter.push(samples));
  }

  /** Collects the next seconds for an enrollment; answers pause until then. */
  enroll(): void {
    this.#enrollment = { blocks: [], samples: 0 };
    this.#queue?.end();
    this.#queue = undefined;
  }

  /** Ends the recording; resolves after the last answer. */
  async end(): Promise<void> {
    this.#take(this.#converter.flush());
    this.#isOver = true;
    this.#queue?.end();
    this.#queue = undefined;
    if (this.#enrollment) {
      this.#enrollment = undefined;
      const message = `the recording ended before ${ENROLLMENT_SECONDS} s of speech were heard`;
      this.#post({ kind: 'failed', during: 'enroll', failure: { code: 'ABORTED', message } });
    }
    await this.#answers;
  }

  #take(samples: Float32Array): void {
    if (samples.length === 0) return;
    this.recording.push(samples);
    const { mel, peaks } = this.#columns.push(samples);
    if (peaks.length > 0)
      this.#post({ kind: 'columns', mel, peaks, rate: this.#columns.rate }, [mel.buffer, peaks.buffer]);
    if (this.#enrollment) this.#collect(this.#enrollment, samples);
    else this.#queue?.push(samples);
  }

  #collect(enrollment: Enrollment, samples: Float32Array): void {
    enrollment.blocks.push(samples);
    enrollment.samples += samples.length;
    this.#post({ kind: 'enrolling', seconds: enrollment.samples / this.#rate });
    if (enrollment.samples < ENROLLMENT_SECONDS * this.#rate) return;
    this.#enrollment = undefined;
    const clip = { samples: joined(enrollment.blocks), sampleRate: this.#rate };
    this.#answers = this.#answers.then(() => this.#finishEnrollment(clip));
  }

  async #finishEnrollment(clip: { samples: Float32Array; sampleRate: number }): Promise<void> {
    const notes: string[] = [];
    try {
      const speaker = await this.#recognizer.enroll([clip], { onNote: (note) => notes.push(note) });
      this.#speaker = speaker;
      this.#post({ kind: 'enrolled', speaker, notes });
    } catch (error) {
      this.#post({ kind: 'failed', during: 'enroll', failure: failureOf(error) });
    }
    // Samples that came in the meantime are not answered: they may still be neutral speech.
    if (!this.#isOver) this.listen(this.#speaker);
  }

  async #answer(queue: MeteredQueue, offset: number, speaker: SpeakerProfile | undefined): Promise<void> {
    try {
      for await (const event of this.#recognizer.stream(queue, { speaker })) {
        const start = event.start + offset;
        if (event.kind === 'speech') {
          this.#post({ kind: 'speech', start });
          continue;
        }
        const answer = event.kind === 'update' ? event.smoothed : event.answer;
        const { label, confidence, probabilities, affect, uncertain } = answer;
        const common = { start, end: event.end + offset, answer: { label, confidence, probabilities, uncertain } };
        if (event.kind === 'update') this.#post({ kind: 'update', ...common, affect, skipped: event.skipped });
        else this.#post({ kind: 'final', ...common, affect });
      }
    } catch (error) {
      this.#post({ kind: 'failed', during: 'listen', failure: failureOf(error) });
    }
  }
}
