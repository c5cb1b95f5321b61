import { invalidArgument, printable, SerError, throwIfAborted } from '@ser/core';
import { describeEncoder, type Encoder, type EncoderOutput, type EncoderSpec } from '@ser/dsp';
import { platform } from '#platform';
import type { OnnxRuntime, OnnxSession, OnnxTensor } from './platform/onnx-runtime.js';

/** Options of {@link openEncoder}. */
export interface OpenEncoderOptions {
  /** The module `onnxruntime-web` or `onnxruntime-node`. Default: onnxruntime-node, in Node. */
  readonly runtime?: OnnxRuntime | undefined;
  /**
   * Threads that compute one answer, 1 to 256. Default 1: the extraction of a corpus has a worker for each core, and the
   * numbers are the same everywhere.
   */
  readonly threads?: number | undefined;
  /** Stops the work between reading, checking and loading; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

/** An encoder that holds memory until it is disposed of. */
export interface OpenEncoder extends Encoder {
  /** Frees it. */
  dispose(): Promise<void>;
}

/** What is known of an encoder before it is opened: the feature of kind `encoder`, or a part of it. */
export type WantedEncoder = Pick<EncoderSpec, 'sha256' | 'file'>;

/**
 * Opens a speech encoder, an ONNX file with its weights inside. The file is read once, and its SHA-256 is checked before
 * anything of it is parsed or run. Nothing is downloaded.
 *
 * @param source path of the file, in Node; or its bytes.
 * @param wanted `sha256`: 64 hexadecimal digits that the file must have; `file` for messages.
 * @throws SerError `NOT_FOUND` or `FILE_ACCESS` for a file that cannot be read; `INVALID_MODEL` for one with another
 *   SHA-256, or that ONNX Runtime cannot load; `UNSUPPORTED_PLATFORM` without ONNX Runtime; the reason of `signal`.
 * @example
 * const encoder = await openEncoder('wavlm-base.onnx', feature);
 * const frontEnd = createFrontEnd({ ...frames, features: [feature] }, { encoder });
 * await runInTurns(frontEnd.extractSteps({ samples, sampleRate: 16_000 })); // { data, frames: 49, coeffs: 768 }
 */
export async function openEncoder(
  source: string | Uint8Array<ArrayBuffer>,
  wanted: WantedEncoder,
  { runtime, threads = 1, signal }: OpenEncoderOptions = {},
): Promise<OpenEncoder> {
  const stopped = 'opening the encoder was stopped';
  if (!(Number.isInteger(threads) && threads >= 1 && threads <= 256))
    throw invalidArgument('threads', threads, 'an integer from 1 to 256');
  throwIfAborted(signal, stopped);
  const name = typeof source === 'string' ? printable(source) : (wanted.file?.name ?? 'the encoder');
  const bytes = typeof source === 'string' ? await platform.read(source) : source;
  throwIfAborted(signal, stopped);
  const sha256 = await digest(bytes);
  if (sha256 !== wanted.sha256)
    throw new SerError('INVALID_MODEL', `${name} is another file than the encoder: its SHA-256 is ${sha256}`, {
      hint: `The encoder is ${describeEncoder(wanted)}.`,
    });
  throwIfAborted(signal, stopped);
  const ort = runtime ?? (await platform.runtime());
  let session: OnnxSession;
  try {
    session = await ort.InferenceSession.create(bytes, {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      logSeverityLevel: 4,
    });
  } catch (cause) {
    throw failure(`${name} cannot be loaded by ONNX Runtime`, cause, 'Export it as one file with its weights inside.');
  }
  return {
    sha256,
    async run(samples, names) {
      const feeds = inputsOf(ort, session, samples, names.input, name);
      requireName('output', names.output, session.outputNames, name);
      const answers = await session.run(feeds, [names.output]).catch((cause) => {
        throw failure(`${name} fails for ${samples.length} samples`, cause);
      });
      return floats(answers[names.output]!, names.output, name);
    },
    dispose: () => session.release(),
  };
}

/** Returns the SHA-256 of bytes as hexadecimal digits. */
async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const { subtle } = globalThis.crypto ?? {};
  if (!subtle)
    throw new SerError('UNSUPPORTED_PLATFORM', 'the SHA-256 of an encoder cannot be checked here', {
      hint: 'Browsers check it on pages from https: and from localhost only.',
    });
  const hash = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Returns an error with the first line of its cause. */
function failure(message: string, cause: unknown, hint?: string): SerError {
  const [reason] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
  return new SerError('INVALID_MODEL', `${message}: ${printable(reason!)}`, { hint, cause });
}

function requireName(kind: 'input' | 'output', name: string, names: readonly string[], file: string): void {
  if (!names.includes(name))
    throw new SerError('INVALID_MODEL', `${file} has no ${kind} ${printable(name)}`, {
      hint: `Its ${kind}s are ${names.map(printable).join(', ')}.`,
    });
}

/** The samples under the name of their input, and ones as `attention_mask`, which some exports ask for. */
function inputsOf(
  { Tensor }: OnnxRuntime,
  { inputNames }: OnnxSession,
  samples: Float32Array,
  input: string,
  file: string,
): Record<string, OnnxTensor> {
  requireName('input', input, inputNames, file);
  const dims = [1, samples.length];
  const feeds: Record<string, OnnxTensor> = { [input]: new Tensor('float32', samples, dims) };
  for (const name of inputNames) {
    if (name === input) continue;
    if (name !== 'attention_mask')
      throw new SerError('INVALID_MODEL', `${file} has an input ${printable(name)} besides the samples`, {
        hint: 'Export it with the samples as its only input.',
      });
    feeds[name] = new Tensor('int64', new BigInt64Array(samples.length).fill(1n), dims);
  }
  return feeds;
}

function floats({ type, data, dims }: OnnxTensor, output: string, file: string): EncoderOutput {
  if (data instanceof Float32Array) return { data, dims };
  throw new SerError('INVALID_MODEL', `output ${output} of ${file} is of type ${type}, not float32`, {
    hint: 'Export it in single precision.',
  });
}
