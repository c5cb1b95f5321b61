/** A chunk of a RIFF or IFF file: its name and body, and the size it announces if that is not the true one. */
export interface Chunk {
  id: string;
  body: Uint8Array;
  size?: number;
}

export const bytesOf = (...parts: (Uint8Array | readonly number[] | string)[]): Uint8Array => {
  const arrays = parts.map((part) =>
    typeof part === 'string' ? Uint8Array.from(part, (c) => c.charCodeAt(0)) : Uint8Array.from(part),
  );
  const out = new Uint8Array(arrays.reduce((sum, array) => sum + array.length, 0));
  let at = 0;
  for (const array of arrays) {
    out.set(array, at);
    at += array.length;
  }
  return out;
};

export const u16 = (value: number): number[] => [value & 255, (value >> 8) & 255];
export const u32 = (value: number): number[] => [...u16(value & 0xffff), ...u16(value >>> 16)];
const big = (bytes: readonly number[]): number[] => [...bytes].reverse();

/** A `fmt ` chunk. */
export function fmt(tag: number, channels: number, sampleRate: number, bits: number, extra: readonly number[] = []): Chunk {
  const align = channels * Math.ceil(bits / 8);
  const body = bytesOf(
    [...u16(tag), ...u16(channels), ...u32(sampleRate), ...u32(sampleRate * align), ...u16(align), ...u16(bits)],
    extra,
  );
  return { id: 'fmt ', body };
}

/** A `fmt ` chunk of WAVE_FORMAT_EXTENSIBLE that wraps `tag`. */
export function extensible(tag: number, channels: number, sampleRate: number, bits: number, validBits: number = bits): Chunk {
  const guid = [...u16(tag), 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];
  return fmt(0xfffe, channels, sampleRate, bits, [...u16(22), ...u16(validBits), ...u32(0), ...guid]);
}

export const data = (body: Uint8Array, size?: number): Chunk => ({ id: 'data', body, ...(size === undefined ? {} : { size }) });

/** A whole WAV file. */
export function riff(chunks: readonly Chunk[], options: { id?: string; size?: number } = {}): Uint8Array {
  const { id = 'RIFF', size } = options;
  const bodies = chunks.map((chunk) =>
    bytesOf(chunk.id, u32(chunk.size ?? chunk.body.length), chunk.body, chunk.body.length % 2 ? [0] : []),
  );
  const rest = bytesOf('WAVE', ...bodies);
  return bytesOf(id, u32(size ?? rest.length), rest);
}

/** A whole AIFF or AIFF-C file. */
export function iff(kind: 'AIFF' | 'AIFC', chunks: readonly Chunk[]): Uint8Array {
  const bodies = chunks.map((chunk) =>
    bytesOf(chunk.id, big(u32(chunk.size ?? chunk.body.length)), chunk.body, chunk.body.length % 2 ? [0] : []),
  );
  const rest = bytesOf(kind, ...bodies);
  return bytesOf('FORM', big(u32(rest.length)), rest);
}

/** A 80-bit float, for whole numbers. */
const extended = (value: number): number[] => {
  const exponent = Math.floor(Math.log2(value));
  const mantissa = BigInt(value) << BigInt(63 - exponent);
  const bytes = Array.from({ length: 8 }, (_, i) => Number((mantissa >> BigInt(56 - 8 * i)) & 255n));
  return [...big(u16(16383 + exponent)), ...bytes];
};

/** A `COMM` chunk. */
export function comm(channels: number, frames: number, bits: number, sampleRate: number, compression = ''): Chunk {
  const body = bytesOf(big(u16(channels)), big(u32(frames)), big(u16(bits)), extended(sampleRate), compression);
  return { id: 'COMM', body };
}

export const ssnd = (samples: Uint8Array, offset = 0): Chunk => ({
  id: 'SSND',
  body: bytesOf(big(u32(offset)), big(u32(0)), new Uint8Array(offset), samples),
});
