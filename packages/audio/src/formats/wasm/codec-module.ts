import { SerError } from '@ser/core';
import { invalidAudio } from '../../audio.js';
import { MODULE_BYTES } from './module-bytes.js';

/** What the WebAssembly module exports; pointers are byte offsets into its memory. */
interface CodecExports {
  allocate(size: number): number;
  mp3_open(): void;
  mp3_decode(bytes: number, length: number): number;
  mp3_samples(): number;
  vorbis_open(bytes: number, length: number): number;
  vorbis_channels(): number;
  vorbis_rate(): number;
  vorbis_decode(): number;
  vorbis_samples(channel: number): number;
  vorbis_error(): number;
}

/** One instance of the module, made for one recording. */
export interface CodecInstance {
  exports: CodecExports;
  memory: WebAssembly.Memory;
  /** Where its input belongs in memory. */
  input: number;
}

const PAGE = 65536;
const INITIAL_PAGES = 32;
/** What a decoder may need beyond its input, in pages; a header that asks for more is damaged. */
const WORKING_PAGES = 1024;

let compiled: Promise<WebAssembly.Module> | undefined;

async function compile(): Promise<WebAssembly.Module> {
  compiled ??= WebAssembly.compile(Uint8Array.from(atob(MODULE_BYTES), (character) => character.charCodeAt(0)));
  try {
    return await compiled;
  } catch (cause) {
    throw wasmError(cause);
  }
}

/** The shortest module there is: its mark and version. */
const EMPTY_MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/** Refuses a page whose policy forbids WebAssembly, for decoders that would wait for it for ever. */
export function requireWasm(): void {
  try {
    new WebAssembly.Module(EMPTY_MODULE);
  } catch (cause) {
    throw wasmError(cause);
  }
}

/** Explains why a browser does not compile WebAssembly; any other error is returned as it is. */
function wasmError(cause: unknown): unknown {
  if (!(cause instanceof WebAssembly.CompileError || cause instanceof EvalError)) return cause;
  return new SerError('UNSUPPORTED_PLATFORM', 'this decoder cannot start: WebAssembly may not be compiled here', {
    cause,
    hint: "Add 'wasm-unsafe-eval' to script-src in the page's Content-Security-Policy.",
  });
}

/** Runs `work` on a decoder; a trap in it, which only a damaged recording can bring about, becomes a typed error. */
export function guard<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof WebAssembly.RuntimeError)
      throw invalidAudio(name, 'is damaged: its decoder gave up', { cause });
    throw cause;
  }
}

/**
 * Makes a fresh decoder with room for `length` bytes of input. Each recording gets its own, so that nothing that a
 * hostile file does to it outlives the call.
 */
export async function createCodec(length: number): Promise<CodecInstance> {
  const maximum = INITIAL_PAGES + Math.ceil(length / PAGE) + WORKING_PAGES;
  const memory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum });
  const { sin, cos, exp, log, pow } = Math;
  const instance = await WebAssembly.instantiate(await compile(), { env: { memory, sin, cos, exp, log, pow } });
  const exports = instance.exports as unknown as CodecExports;
  return { exports, memory, input: exports.allocate(length) };
}
