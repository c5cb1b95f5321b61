import { checkFields, count, countOrZero, integerFrom, type Plain, text } from '@ser/core/schema';
import * as v from '@ser/core/valibot';
import type { ServedEvent, ServedModel, ServedPrediction, ServedSegment } from './schema/answers.js';

/** Limits of one call of a {@link ServedRecognizer}. */
export interface CallOptions {
  /** Longest recording in seconds. */
  readonly maxSeconds: number;
  /** Ends the work. */
  readonly signal: AbortSignal;
}

/** What the service asks for answers. It must be able to answer several calls at a time. */
export interface ServedRecognizer {
  /** The models that answer. */
  readonly models: readonly ServedModel[];
  /** Answers for the bytes of a recording. */
  predict(bytes: Uint8Array, options: CallOptions): Promise<ServedPrediction>;
  /** Answers for each spoken segment of the bytes of a recording. */
  predictSegments(bytes: Uint8Array, options: CallOptions): Promise<readonly ServedSegment[]>;
  /** Answers while the samples of one channel are coming. */
  stream(
    source: AsyncIterable<Float32Array | Int16Array>,
    options: { readonly sampleRate: number; readonly signal: AbortSignal },
  ): AsyncIterable<ServedEvent>;
}

const origin = v.pipe(
  v.string('an origin such as https://example.org'),
  v.check((url) => URL.canParse(url) && new URL(url).origin === url, 'an origin such as https://example.org'),
);

const optionsSchema = v.strictObject({
  /** Address to listen on. Default 127.0.0.1, which only this machine reaches. */
  host: v.optional(text, '127.0.0.1'),
  /** Port, 0 to 65535; 0 takes a free one. Default 8080. */
  port: v.optional(integerFrom(0, 65_535), 8080),
  /** Key that clients must send as `Authorization: Bearer <key>`; `/healthz` needs none. Default: no key is needed. */
  apiKey: v.optional(text),
  /** Origins of web pages on other hosts that may use the service, e.g. `https://example.org`. Default: none. */
  origins: v.optional(v.array(origin, 'a list of origins'), () => []),
  /** Largest recording in bytes. Default 33,554,432 (32 MiB). */
  maxBytes: v.optional(count, 2 ** 25),
  /** Longest recording, and longest stream, in seconds. Default 600. */
  maxSeconds: v.optional(count, 600),
  /** Predictions at a time; as many as the recognizer has threads. Default 1. */
  threads: v.optional(count, 1),
  /** Predictions that wait for a thread; more are answered by 429. Default 32. */
  queue: v.optional(countOrZero, 32),
  /** Streams at a time; more are answered by 429. Default 32. */
  maxStreams: v.optional(countOrZero, 32),
  /** Connections at a time; more are closed at once. Default 512. */
  maxConnections: v.optional(count, 512),
  /** Seconds that a request may take to arrive, and again that its answer may take. Default 60. */
  timeoutSeconds: v.optional(count, 60),
});

/** Where the service logs. */
export interface ServerLog {
  /** Receives one JSON object a line about requests; no audio and no keys. Default: nothing is logged. */
  readonly log?: { write(line: string): void } | undefined;
}

/** Options of `startServer`. */
export type ServerOptions = Plain<v.InferInput<typeof optionsSchema>> & ServerLog;

/** The options with their defaults. */
export type ServerSettings = Plain<v.InferOutput<typeof optionsSchema>> & ServerLog;

/** Returns the options with their defaults. */
export function serverSettings({ log, ...options }: ServerOptions): ServerSettings {
  return { ...checkFields(optionsSchema, options, { whole: 'the options' }), log };
}

/** A service that is listening. */
export interface RunningServer {
  /** Where it listens, e.g. `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Takes no more requests, answers those that were taken, ends streams with their last answers, and frees the port. */
  close(): Promise<void>;
}
