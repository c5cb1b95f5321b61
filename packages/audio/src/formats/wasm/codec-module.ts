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
  /** Where the recording's bytes were put. */
  input: number;
}

const PAGE = 65536;
const INITIAL_PAGES = 32;
/** What a decoder may need beyond its input; a header that asks for more is damaged. */
const WORKING_PAGES = 1024;

let compiled: Promise<WebAssembly.Module> | undefined;

const compile = (): Promise<WebAssembly.Module> => {
  compiled ??= WebAssembly.compile(Uint8Array.from(atob(MODULE_BYTES), (character) => character.charCodeAt(0)));
  return compiled;
};

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
 * A fresh decoder with a copy of `bytes` in its memory. Each recording gets its own, so that nothing that a hostile
 * file does to it outlives the call.
 */
export async function createCodec(bytes: Uint8Array): Promise<CodecInstance> {
  const maximum = INITIAL_PAGES + Math.ceil(bytes.length / PAGE) + WORKING_PAGES;
  const memory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum });
  const { sin, cos, exp, log, pow } = Math;
  const instance = await WebAssembly.instantiate(await compile(), { env: { memory, sin, cos, exp, log, pow } });
  const exports = instance.exports as unknown as CodecExports;
  const input = exports.allocate(bytes.length);
  new Uint8Array(memory.buffer).set(bytes, input);
  return { exports, memory, input };
}
