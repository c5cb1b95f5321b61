import { invalidArgument, SerError, throwIfAborted } from '@ser/core';
import type { Audio } from '../audio.js';
import { type ByteSource, blobSource, bytesSource, chunksSource } from '../bytes/byte-source.js';
import { ForeignAudio, type OpenRecording, Report } from '../formats/format.js';
import { openRecording } from '../formats/open.js';
import { openBuffer, openChannels, openForeign } from './foreign.js';
import { checkInputBytes, DEFAULT_MAX_BYTES, type InputOptions, type PlatformBuffer } from './options.js';

/** Bytes that come piece by piece: a stream of the web or of Node, or a generator. */
export type ByteStream = ReadableStream<Uint8Array> | AsyncIterable<Uint8Array | ArrayBuffer>;

/**
 * What can be decoded: the bytes of a file (an `ArrayBuffer` or any view of one, a `Blob`, `File`, `Response` or stream),
 * or samples (an `AudioBuffer`, or {@link Audio}, which is only checked and resampled).
 */
export type AudioSource = ArrayBufferLike | ArrayBufferView | Blob | Response | ByteStream | PlatformBuffer | Audio;

/** A recording whose headers have been read, and what there is to say about it. */
export interface Opened {
  readonly recording: OpenRecording;
  readonly report: Report;
}

const isObject = (value: unknown): value is Record<PropertyKey, unknown> => typeof value === 'object' && value !== null;

const has = (value: Record<PropertyKey, unknown>, ...methods: readonly PropertyKey[]): boolean =>
  methods.every((method) => typeof value[method] === 'function');

async function* chunksOf(stream: ByteStream): AsyncGenerator<unknown, void, undefined> {
  if (Symbol.asyncIterator in stream) return yield* stream as AsyncIterable<unknown>;
  const reader = stream.getReader();
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) yield step.value;
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** Collects a stream, and stops it as soon as it is too long. */
export async function collectStream(stream: ByteStream, name: string, options: InputOptions): Promise<ByteSource> {
  const { maxBytes = DEFAULT_MAX_BYTES, signal } = options;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunksOf(stream)) {
    throwIfAborted(signal, 'decoding was stopped');
    const bytes = chunk instanceof ArrayBuffer ? new Uint8Array(chunk) : chunk;
    if (!(bytes instanceof Uint8Array))
      throw invalidArgument('source', chunk, 'a stream of Uint8Array', 'A Node stream must have no encoding set.');
    size += bytes.length;
    if (size > maxBytes)
      throw new SerError('UNSUPPORTED_AUDIO', `${name} is a stream of more than ${maxBytes} bytes`, {
        hint: 'Raise maxBytes.',
      });
    if (bytes.length > 0) chunks.push(bytes);
  }
  return chunks.length === 1 ? bytesSource(chunks[0]!) : chunksSource(chunks);
}

async function responseSource(response: Response, name: string, options: InputOptions): Promise<ByteSource> {
  if (!response.ok)
    throw new SerError('NOT_FOUND', `${name} cannot be fetched: ${response.status} ${response.statusText}`.trimEnd());
  const announced = Number(response.headers.get('content-length') ?? 0);
  checkInputBytes(name, announced, options.maxBytes ?? DEFAULT_MAX_BYTES);
  if (!response.body) return bytesSource(new Uint8Array(await response.arrayBuffer()));
  return collectStream(response.body, name, options);
}

/** The bytes of an input; `undefined` if it holds samples or nothing that is known. */
async function byteSource(input: unknown, name: string, options: InputOptions): Promise<ByteSource | undefined> {
  if (ArrayBuffer.isView(input)) return bytesSource(new Uint8Array(input.buffer, input.byteOffset, input.byteLength));
  if (input instanceof ArrayBuffer) return bytesSource(new Uint8Array(input));
  if (typeof SharedArrayBuffer !== 'undefined' && input instanceof SharedArrayBuffer)
    return bytesSource(new Uint8Array(input).slice());
  if (!isObject(input)) return undefined;
  if (has(input, 'slice', 'arrayBuffer')) return blobSource(input as unknown as Blob);
  if (has(input, 'arrayBuffer', 'clone')) return responseSource(input as unknown as Response, name, options);
  if (has(input, 'getReader') || has(input, Symbol.asyncIterator))
    return collectStream(input as unknown as ByteStream, name, options);
  return undefined;
}

const nameOf = (input: unknown): string => {
  const { name, url } = isObject(input) ? (input as { name?: unknown; url?: unknown }) : {};
  return [name, url].find((value): value is string => typeof value === 'string' && value !== '') ?? 'the recording';
};

/** Opens a recording that lies in bytes. */
export async function openSource(source: ByteSource, name: string, options: InputOptions): Promise<Opened> {
  const report = new Report(name, options.allowTruncated);
  try {
    return { recording: await openRecording(source, report), report };
  } catch (error) {
    if (!(error instanceof ForeignAudio)) throw error;
    return { recording: await openForeign(source, report, error, options), report };
  }
}

/**
 * Opens any input.
 *
 * @param bounded true if the whole recording is going to be held in memory.
 */
export async function openInput(input: AudioSource, options: InputOptions, bounded: boolean): Promise<Opened> {
  const name = options.name ?? nameOf(input);
  const source = await byteSource(input, name, options);
  if (source) {
    const maxBytes = options.maxBytes ?? (bounded ? DEFAULT_MAX_BYTES : Number.POSITIVE_INFINITY);
    checkInputBytes(name, source.size, maxBytes);
    return openSource(source, name, options);
  }
  const report = new Report(name, options.allowTruncated);
  if (isObject(input) && has(input, 'getChannelData'))
    return { recording: openBuffer(input as unknown as PlatformBuffer, 'audio-buffer'), report };
  if (isObject(input) && 'samples' in input && 'sampleRate' in input) {
    const { samples, sampleRate, notes } = input as unknown as Audio;
    if (!(samples instanceof Float32Array)) throw invalidArgument('samples', samples, 'a Float32Array');
    if (!(sampleRate > 0)) throw invalidArgument('sampleRate', sampleRate, 'a positive number of Hz');
    for (const note of notes ?? []) report.note(note);
    return { recording: openChannels([samples], sampleRate, 'audio'), report };
  }
  throw invalidArgument(
    'source',
    input,
    'the bytes of a recording, a Blob, a Response, a stream, an AudioBuffer, or { samples, sampleRate }',
    typeof input === 'string'
      ? 'For a path there is readAudio in @ser/audio/node, for a URL pass await fetch(url).'
      : undefined,
  );
}
