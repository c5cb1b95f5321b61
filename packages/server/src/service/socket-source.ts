import type { WebSocket } from '@fastify/websocket';
import * as v from '@ser/core/valibot';
import { type ENCODINGS, endSchema } from '../schema/requests.js';
import { Refusal } from './failures.js';

/** Samples that may wait before the socket is not read any more, in seconds. */
const MOST_WAITING = 1;

type Encoding = (typeof ENCODINGS)[number];

/** What is known of the samples of a socket. */
export interface SocketOptions {
  readonly sampleRate: number;
  readonly encoding: Encoding;
  readonly maxSeconds: number;
}

/** Turns a binary frame into samples. */
function samplesOf(frame: Buffer, encoding: Encoding): Float32Array | Int16Array {
  const size = encoding === 'pcm_s16le' ? 2 : 4;
  if (frame.length % size !== 0)
    throw new Refusal(
      400,
      'INVALID_FRAME',
      `a frame holds ${frame.length} bytes, not a whole number of samples of ${size} bytes`,
    );
  const bytes = new Uint8Array(frame).buffer;
  return size === 2 ? new Int16Array(bytes) : new Float32Array(bytes);
}

/**
 * The samples that come through a socket. When they come faster than they are read, the socket is paused, and so is its
 * client, by TCP.
 */
export class SocketSource implements AsyncIterable<Float32Array | Int16Array> {
  readonly #socket: WebSocket;
  readonly #options: SocketOptions;
  readonly #chunks: (Float32Array | Int16Array)[] = [];
  #waiting = 0;
  #received = 0;
  #failure: { readonly error: unknown } | undefined;
  #isEnded = false;
  #wake = () => {};

  constructor(socket: WebSocket, options: SocketOptions) {
    this.#socket = socket;
    this.#options = options;
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      try {
        if (isBinary) this.#take(samplesOf(data, options.encoding));
        else this.#control(data.toString());
      } catch (error) {
        this.#failure ??= { error };
        this.#wake();
      }
    });
  }

  /** Ends the samples: no more come. */
  end(): void {
    this.#isEnded = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Float32Array | Int16Array, void, undefined> {
    for (;;) {
      const chunk = this.#chunks.shift();
      if (chunk) {
        this.#waiting -= chunk.length;
        if (this.#waiting <= MOST_WAITING * this.#options.sampleRate) this.#socket.resume();
        yield chunk;
      } else if (this.#failure) throw this.#failure.error;
      else if (this.#isEnded) return;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }

  #take(samples: Float32Array | Int16Array): void {
    const { sampleRate, maxSeconds } = this.#options;
    if (this.#isEnded || this.#failure) return;
    this.#received += samples.length;
    if (this.#received > maxSeconds * sampleRate)
      throw new Refusal(413, 'TOO_LARGE', `a stream may last ${maxSeconds} s at most`);
    this.#chunks.push(samples);
    this.#waiting += samples.length;
    if (this.#waiting > MOST_WAITING * sampleRate) this.#socket.pause();
    this.#wake();
  }

  #control(text: string): void {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      value = undefined;
    }
    if (!v.is(endSchema, value))
      throw new Refusal(400, 'INVALID_FRAME', 'a text frame must be {"kind":"end"}; samples are binary frames');
    this.end();
  }
}
