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

/** Options of `startServer`. */
export interface ServerOptions {
  /** Address to listen on. Default 127.0.0.1, which only this machine reaches. */
  readonly host?: string | undefined;
  /** Port, 0 to 65535; 0 takes a free one. Default 8080. */
  readonly port?: number | undefined;
  /** Key that clients must send as `Authorization: Bearer <key>`; `/healthz` needs none. Default: no key is needed. */
  readonly apiKey?: string | undefined;
  /** Origins of web pages on other hosts that may use the service, e.g. `https://example.org`. Default: none. */
  readonly origins?: readonly string[] | undefined;
  /** Largest recording in bytes. Default 33,554,432 (32 MiB). */
  readonly maxBytes?: number | undefined;
  /** Longest recording, and longest stream, in seconds. Default 600. */
  readonly maxSeconds?: number | undefined;
  /** Predictions at a time; as many as the recognizer has threads. Default 1. */
  readonly threads?: number | undefined;
  /** Predictions that wait for a thread; more are answered by 429. Default 32. */
  readonly queue?: number | undefined;
  /** Streams at a time; more are answered by 429. Default 32. */
  readonly maxStreams?: number | undefined;
  /** Connections at a time; more are closed at once. Default 512. */
  readonly maxConnections?: number | undefined;
  /** Seconds that a request may take to arrive, and again that its answer may take. Default 60. */
  readonly timeoutSeconds?: number | undefined;
  /** Receives one JSON object a line about requests; no audio and no keys. Default: nothing is logged. */
  readonly log?: { write(line: string): void } | undefined;
}

/** A service that is listening. */
export interface RunningServer {
  /** Where it listens, e.g. `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Takes no more requests, answers those that were taken, ends streams with their last answers, and frees the port. */
  close(): Promise<void>;
}
