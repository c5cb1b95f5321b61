import * as v from '@ser/core/valibot';
import {
  errorSchema,
  eventSchema,
  modelsSchema,
  predictionSchema,
  type ServedError,
  type ServedEvent,
  type ServedModel,
  type ServedPrediction,
  type ServedSegment,
  segmentsSchema,
} from '../schema/answers.js';

/** Options of {@link createClient}. */
export interface ClientOptions {
  /** Where the service is, e.g. `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Its API key, if it needs one. */
  readonly apiKey?: string | undefined;
  /** Makes requests. Default: the platform's `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/** Options of a call. */
export interface ClientCallOptions {
  /** Ends the call. */
  readonly signal?: AbortSignal | undefined;
}

/** The bytes of a recording. */
export type ClientRecording = Blob | Uint8Array<ArrayBuffer> | ArrayBuffer;

/** Calls a service with types that are checked when its answers come. */
export interface SerClient {
  /** Returns the answer for a recording. */
  predict(recording: ClientRecording, options?: ClientCallOptions): Promise<ServedPrediction>;
  /** Returns the answer for each spoken segment of a recording. */
  predictSegments(recording: ClientRecording, options?: ClientCallOptions): Promise<readonly ServedSegment[]>;
  /** Returns what the models are. */
  models(options?: ClientCallOptions): Promise<readonly ServedModel[]>;
}

/** An answer of the service that is an error. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  /** The HTTP status. */
  readonly status: number;
  /** A stable word, e.g. `INVALID_AUDIO` or `BUSY`. */
  readonly code: string;
  readonly hint: string | undefined;
  /** Seconds after which to try again, if the service says so. */
  readonly retryAfter: number | undefined;

  constructor(status: number, { code, message, hint }: ServedError, retryAfter: number | undefined) {
    super(message);
    this.status = status;
    this.code = code;
    this.hint = hint;
    this.retryAfter = retryAfter;
  }
}

async function failure(response: Response): Promise<ServiceError> {
  const body = v.safeParse(errorSchema, await response.json().catch(() => undefined));
  const unknown = {
    code: 'UNKNOWN',
    message: `the service answered ${response.status} ${response.statusText}`.trimEnd(),
  };
  const wait = response.headers.get('retry-after');
  return new ServiceError(
    response.status,
    body.success ? body.output.error : unknown,
    wait === null ? undefined : Number(wait),
  );
}

/**
 * Returns a client of the service.
 *
 * @throws ServiceError from its methods, for an answer that is an error; ValiError for one of another service.
 * @example
 * const client = createClient({ url: 'http://127.0.0.1:8080' });
 * const { label, confidence } = await client.predict(await readFile('clip.wav')); // 'angry', 0.71
 */
export function createClient({ url, apiKey, fetch = globalThis.fetch }: ClientOptions): SerClient {
  const call = async <S extends v.GenericSchema>(
    schema: S,
    path: string,
    { signal }: ClientCallOptions,
    body?: ClientRecording,
  ): Promise<v.InferOutput<S>> => {
    const headers = new Headers();
    if (apiKey !== undefined) headers.set('authorization', `Bearer ${apiKey}`);
    if (body !== undefined) headers.set('content-type', 'application/octet-stream');
    const method = body === undefined ? 'GET' : 'POST';
    const response = await fetch(new URL(path, url), { method, headers, body: body ?? null, signal: signal ?? null });
    if (!response.ok) throw await failure(response);
    return v.parse(schema, await response.json());
  };
  return {
    predict: (recording, options = {}) => call(predictionSchema, '/v1/predict', options, recording),
    predictSegments: async (recording, options = {}) =>
      (await call(segmentsSchema, '/v1/predict?segments=true', options, recording)).segments,
    models: async (options = {}) => (await call(modelsSchema, '/v1/models', options)).models,
  };
}

/** Returns the event of a text frame of `/v1/stream`; undefined for the frame that ends the stream. */
export function parseEvent(frame: string): ServedEvent | undefined {
  const value: unknown = JSON.parse(frame);
  if (v.is(v.object({ kind: v.literal('end') }), value)) return undefined;
  const error = v.safeParse(v.object({ kind: v.literal('error'), ...errorSchema.entries.error.entries }), value);
  if (error.success) throw new ServiceError(0, error.output, undefined);
  return v.parse(eventSchema, value);
}

export type { ServedError, ServedEvent, ServedModel, ServedPrediction, ServedSegment } from '../schema/answers.js';
