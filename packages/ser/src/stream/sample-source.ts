import { abortError, invalidArgument, SerError, throwIfAborted } from '@ser/core';
import { createResampler } from '@ser/dsp';
import type { SampleChunk, SampleSource } from '../contract.js';

/** Message of the error of a stream that is aborted without a reason. */
const STOPPED = 'the stream was stopped';

/** Samples of 16 bits have this full scale. */
const INT16 = 2 ** 15;

/** Where the samples come from, and their rate as far as it is known. */
export interface OpenSource {
  readonly chunks: AsyncIterator<unknown> | Iterator<unknown>;
  readonly sampleRate: number | undefined;
  /** Seconds of sound that wait to be read, of a source that cannot wait. */
  readonly waiting: () => number;
}

const isObject = (value: unknown): value is Readonly<Record<PropertyKey, unknown>> =>
  typeof value === 'object' && value !== null;

const ALLOWED = 'a Microphone, a ReadableStream, an AsyncIterable or Iterable of samples, or { samples, sampleRate }';

/** Reads a stream of a browser that cannot be iterated. */
async function* readStream(stream: ReadableStream<unknown>): AsyncGenerator<unknown, void, undefined> {
  const reader = stream.getReader();
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) yield step.value;
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/**
 * Opens a source of samples.
 *
 * @throws SerError `INVALID_ARGUMENT` for anything else.
 */
export function openSource(source: SampleSource, sampleRate: number | undefined): OpenSource {
  if (sampleRate !== undefined) checkRate(sampleRate);
  if (!isObject(source)) throw invalidArgument('source', source, ALLOWED);
  if ('samples' in source) return { chunks: [source][Symbol.iterator](), sampleRate, waiting: () => 0 };
  const { sampleRate: own, waiting } = source as { sampleRate?: unknown; waiting?: unknown };
  const rate = sampleRate ?? (typeof own === 'number' ? own : undefined);
  // The count of a microphone changes, so it is read at each call.
  const backlog = (): number => (typeof waiting === 'number' ? (source as { waiting: number }).waiting : 0);
  if (Symbol.asyncIterator in source)
    return { chunks: (source as AsyncIterable<unknown>)[Symbol.asyncIterator](), sampleRate: rate, waiting: backlog };
  if (typeof source.getReader === 'function')
    return { chunks: readStream(source as unknown as ReadableStream), sampleRate: rate, waiting: () => 0 };
  if (Symbol.iterator in source && !ArrayBuffer.isView(source))
    return { chunks: (source as Iterable<unknown>)[Symbol.iterator](), sampleRate: rate, waiting: () => 0 };
  throw invalidArgument('source', source, ALLOWED, 'Samples need a rate: { samples, sampleRate }.');
}

function checkRate(sampleRate: unknown): asserts sampleRate is number {
  if (typeof sampleRate !== 'number' || !(sampleRate >= 1000 && sampleRate <= 192_000))
    throw invalidArgument('sampleRate', sampleRate, 'from 1000 to 192000 Hz');
}

/** Waits for what comes next, but not after an abort. */
function nextOf(
  chunks: AsyncIterator<unknown> | Iterator<unknown>,
  signal: AbortSignal | undefined,
): Promise<IteratorResult<unknown>> {
  const next = Promise.resolve(chunks.next());
  if (!signal) return next;
  // A race with one promise for all steps would keep every chunk alive as long as the stream.
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(abortError(signal, STOPPED));
    signal.addEventListener('abort', stop, { once: true });
    next.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** Turns one chunk into samples, and finds its rate. */
class ChunkReader {
  #rate: number | undefined;
  #read = 0;

  constructor(rate: number | undefined) {
    this.#rate = rate;
  }

  /** The rate of the source in Hz, known from the first chunk on. */
  get rate(): number {
    return this.#rate!;
  }

  read(chunk: unknown): Float32Array {
    const samples = this.#samplesOf(chunk as SampleChunk);
    if (this.#rate === undefined)
      throw invalidArgument(
        'sampleRate',
        undefined,
        'a number of Hz',
        'Pass the rate of the samples: stream(source, { sampleRate }).',
      );
    for (let i = 0; i < samples.length; i++)
      if (!Number.isFinite(samples[i]!)) {
        const at = `at sample ${this.#read + i} (${((this.#read + i) / this.#rate).toFixed(3)} s)`;
        throw new SerError('INVALID_AUDIO', `the stream holds ${samples[i]} ${at}; samples must be finite`);
      }
    this.#read += samples.length;
    return samples;
  }

  #samplesOf(chunk: SampleChunk): Float32Array {
    if (chunk instanceof Float32Array) return chunk;
    if (chunk instanceof Int16Array) return Float32Array.from(chunk, (sample) => sample / INT16);
    if (isObject(chunk) && 'samples' in chunk) {
      checkRate(chunk.sampleRate);
      this.#rate ??= chunk.sampleRate;
      if (chunk.sampleRate !== this.#rate)
        throw invalidArgument(
          'sampleRate',
          chunk.sampleRate,
          `${this.#rate} Hz as before`,
          'Begin another stream for another device.',
        );
      if (chunk.samples instanceof Float32Array) return chunk.samples;
    }
    throw invalidArgument('chunk', chunk, 'a Float32Array, an Int16Array, or { samples, sampleRate }');
  }
}

/**
 * Reads a source as blocks at the rate `to`, resampled as a whole recording would be, bit for bit. The source is closed in
 * any case.
 *
 * @throws SerError `INVALID_ARGUMENT` or `INVALID_AUDIO` for chunks that are no samples; what the source throws; the
 *   reason of the signal.
 */
export async function* resampledBlocks(
  { chunks, sampleRate }: OpenSource,
  to: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Float32Array, void, undefined> {
  const reader = new ChunkReader(sampleRate);
  let resampler: ReturnType<ReturnType<typeof createResampler>['stream']> | undefined;
  const made: Float32Array[] = [];
  const emit = (out: Float64Array, length: number): void => void made.push(Float32Array.from(out.subarray(0, length)));
  let failure: { readonly error: unknown } | undefined;
  let ended = false;
  try {
    for (;;) {
      throwIfAborted(signal, STOPPED);
      try {
        const step = await nextOf(chunks, signal);
        if (step.done) break;
        const samples = reader.read(step.value);
        if (reader.rate === to) made.push(samples);
        else {
          resampler ??= createResampler({ from: reader.rate, to }).stream();
          resampler.push(samples, emit);
        }
      } catch (error) {
        throwIfAborted(signal, STOPPED);
        failure = { error };
        break;
      }
      yield* made.splice(0);
    }
    ended = failure === undefined;
    resampler?.flush(emit);
    yield* made.splice(0);
    if (failure) throw failure.error;
  } finally {
    // A source that waits for its next chunk closes after that; nobody waits for it.
    if (!ended) void Promise.resolve(chunks.return?.()).catch(() => {});
  }
}
