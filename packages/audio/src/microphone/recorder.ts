import { invalidArgument, SerError } from '@ser/core';
import type { Audio } from '../audio.js';
import { SampleQueue } from './sample-queue.js';

/**
 * A microphone that is recording. It can be read as blocks of samples, `for await (const block of microphone)`, which
 * begin with the first one after that; they end with `stop`, with an error NOT_FOUND if the device is disconnected, or
 * UNSUPPORTED_PLATFORM if 30 s of them wait to be read.
 */
export interface Microphone extends AsyncIterable<Float32Array> {
  /** The true rate of the samples in Hz, which the audio context chooses. */
  readonly sampleRate: number;
  /** Samples so far. */
  readonly frames: number;
  /** True if the device was disconnected. */
  readonly lost: boolean;
  /** True while the browser or the system mutes the microphone. */
  readonly muted: boolean;
  /** Seconds of sound that wait to be read as blocks. */
  readonly waiting: number;
  /**
   * Stops recording, switches the device off and frees everything; safe to call again.
   *
   * @returns all that was recorded, of length 0 with `keep: false` or if it was stopped at once.
   */
  stop(): Promise<Audio>;
}

/** How long a worklet may take to hand over its last samples, in milliseconds. */
const LAST_BLOCK_MS = 1000;

/** Everything that a recording holds, and how it is freed. */
export class Session {
  readonly #undo: (() => unknown)[] = [];

  add(undo: () => unknown): void {
    this.#undo.push(undo);
  }

  /** Frees everything, last first; one failure does not keep the rest. */
  async close(): Promise<void> {
    for (const undo of this.#undo.splice(0).reverse()) {
      try {
        await undo();
      } catch {
        // What is gone already cannot be freed.
      }
    }
  }
}

/** What a {@link Recorder} reports to, and whether it keeps what it records. */
export interface Listeners {
  keep: boolean;
  onBlock: ((samples: Float32Array) => void) | undefined;
  onLost: ((error: SerError) => void) | undefined;
  onMute: ((muted: boolean) => void) | undefined;
}

/** A microphone whose worklet sends blocks. */
export class Recorder implements Microphone {
  readonly sampleRate: number;
  frames = 0;
  lost = false;
  muted = false;
  readonly #node: AudioWorkletNode;
  readonly #session: Session;
  readonly #listeners: Listeners;
  readonly #blocks: Float32Array[] = [];
  #queue: SampleQueue | undefined;
  #done: () => void = () => {};
  #stopped: Promise<Audio> | undefined;

  constructor(sampleRate: number, node: AudioWorkletNode, session: Session, listeners: Listeners) {
    this.sampleRate = sampleRate;
    this.#node = node;
    this.#session = session;
    this.#listeners = listeners;
    node.port.onmessage = ({ data }: MessageEvent<Float32Array | 'done'>) => {
      if (data === 'done') this.#done();
      else this.#take(data);
    };
  }

  #take(samples: Float32Array): void {
    this.frames += samples.length;
    if (this.#listeners.keep) this.#blocks.push(samples);
    this.#listeners.onBlock?.(samples);
    this.#queue?.push(samples);
  }

  get waiting(): number {
    return this.#queue?.waiting ?? 0;
  }

  [Symbol.asyncIterator](): AsyncIterator<Float32Array> {
    if (this.#queue) throw invalidArgument('microphone', 'another reader', 'read by one reader');
    this.#queue = new SampleQueue(this.sampleRate);
    if (this.#stopped) this.#queue.end();
    return this.#queue[Symbol.asyncIterator]();
  }

  /** Reports that the device is muted, or not any more. */
  mute(muted: boolean): void {
    if (this.muted === muted || this.#stopped) return;
    this.muted = muted;
    this.#listeners.onMute?.(muted);
  }

  /** Reports that the device is gone, and frees everything. */
  lose(): void {
    if (this.lost || this.#stopped) return;
    this.lost = true;
    const after = (this.frames / this.sampleRate).toFixed(1);
    const error = new SerError('NOT_FOUND', `the microphone was disconnected after ${after} s`);
    this.#listeners.onLost?.(error);
    void this.#stop(error);
  }

  stop(): Promise<Audio> {
    return this.#stop();
  }

  #stop(error?: SerError): Promise<Audio> {
    this.#stopped ??= this.#finish(error);
    return this.#stopped;
  }

  async #finish(error: SerError | undefined): Promise<Audio> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, LAST_BLOCK_MS);
      this.#done = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#node.port.postMessage('stop');
    });
    this.#queue?.end(error);
    await this.#session.close();
    const samples = new Float32Array(this.#blocks.reduce((sum, block) => sum + block.length, 0));
    let at = 0;
    for (const block of this.#blocks.splice(0)) {
      samples.set(block, at);
      at += block.length;
    }
    return { samples, sampleRate: this.sampleRate };
  }
}
