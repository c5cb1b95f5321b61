import base64 from '../../build/dsp.wasm';

/** The exports of the WebAssembly module; pointers are byte offsets into its memory (see assembly/). */
export interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly bands: (...args: number[]) => void;
  readonly cosines: (...args: number[]) => void;
  readonly derive: (...args: number[]) => void;
  readonly differences: (...args: number[]) => void;
  readonly follow: (...args: number[]) => void;
  readonly polyphase: (...args: number[]) => void;
  readonly power: (...args: number[]) => void;
}

/** Numbers that a kernel reads in every call. */
export interface Table {
  readonly values: Float64Array;
  /** Their position in the module's memory, and the generation of the memory for which it holds. */
  pointer: number;
  life: number;
}

/** The module, and its memory as areas for one call each, then tables that stay. All sizes are in doubles. */
export interface Memory {
  readonly routines: Exports;
  readonly doubles: Float64Array;
  readonly integers: Int32Array;
  /** Brings a table into the memory, unless it is there. @returns where it lies, in bytes, until the next call of this */
  locate(table: Table): number;
}

/** The areas of one call, as indices of doubles: scratch, what is read, what is written. */
export const AREAS = { work: 128, input: 196_608, output: 327_680, tables: 458_752, end: 2_097_152 } as const;
/** Values that fit into an area for input or output, less what may be read or written beyond. */
export const ROOM = 131_000;

interface WebAssemblyApi {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The bytes of a base64 text, which an AudioWorklet has no function for. */
function decode(text: string): Uint8Array {
  const digits = text.replace(/=+$/, '');
  const bytes = new Uint8Array(Math.floor((digits.length * 6) / 8));
  for (let i = 0, bits = 0, held = 0, made = 0; i < digits.length; i++) {
    held = (held << 6) | DIGITS.indexOf(digits[i]!);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[made++] = held >> bits;
  }
  return bytes;
}

/** Compiles the module at once, so that an AudioWorklet may use it; nothing where the engine lacks SIMD or forbids it. */
export function openMemory(): Memory | undefined {
  const { WebAssembly: api } = globalThis as { readonly WebAssembly?: WebAssemblyApi };
  if (!api) return undefined;
  let routines: Exports;
  try {
    routines = new api.Instance(new api.Module(decode(base64))).exports as Exports;
  } catch {
    // No SIMD, a content security policy without 'wasm-unsafe-eval', or no room for the memory.
    return undefined;
  }
  const { buffer } = routines.memory;
  const doubles = new Float64Array(buffer);
  let life = 1;
  let top: number = AREAS.tables;
  return {
    routines,
    doubles,
    integers: new Int32Array(buffer),
    locate(table) {
      if (table.life === life) return table.pointer;
      const { length } = table.values;
      // No one says when a table is needed no longer. When the room is used up, all move out, and those in use come back.
      if (top + length > AREAS.end) {
        life++;
        top = AREAS.tables;
      }
      doubles.set(table.values, top);
      table.pointer = 8 * top;
      table.life = life;
      // Tables start on 16 bytes, and what is read beyond their end is finite.
      top += (length + 3) & ~1;
      return table.pointer;
    },
  };
}

/** Values for `locate`; nothing if there are too many. */
export function createTable(...parts: readonly ArrayLike<number>[]): Table | undefined {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (length > AREAS.end - AREAS.tables) return undefined;
  const values = new Float64Array(length);
  let at = 0;
  for (const part of parts) {
    values.set(part, at);
    at += part.length;
  }
  return { values, pointer: 0, life: 0 };
}
