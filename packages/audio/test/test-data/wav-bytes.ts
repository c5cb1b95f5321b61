/** A chunk of a RIFF or IFF file: its name and body, and the size it announces if that is not the true one. */
export interface Chunk {
  id: string;
  body: Uint8Array;
  size?: number | undefined;
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

export const data = (body: Uint8Array, size?: number): Chunk => ({ id: 'data', body, size });

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

const text = (value: string): number[] => Array.from(value, (c) => c.charCodeAt(0));

/** A Sun AU file. */
export function au(
  encoding: number,
  channels: number,
  sampleRate: number,
  samples: Uint8Array,
  size: number = samples.length,
): Uint8Array {
  const head = [28, size, encoding, sampleRate, channels].flatMap((value) => big(u32(value)));
  return bytesOf('.snd', head, [0, 0, 0, 0], samples);
}

/** A Core Audio file of PCM, or of the codec `codec`; `size` is what its data chunk announces. */
export function caf(
  { channels, bits, sampleRate, flags = 0, codec = 'lpcm' }: { channels: number; bits: number; sampleRate: number; flags?: number; codec?: string },
  samples: Uint8Array,
  size: number = samples.length + 4,
): Uint8Array {
  const rate = new Uint8Array(8);
  new DataView(rate.buffer).setFloat64(0, sampleRate);
  const numbers = [flags, (channels * bits) / 8, 1, channels, bits].flatMap((value) => big(u32(value)));
  const length = (value: number) => [...big(u32(value < 0 ? 0xffffffff : 0)), ...big(u32(value < 0 ? 0xffffffff : value))];
  return bytesOf(
    ...['caff', [0, 1, 0, 0], 'desc', length(32), rate, codec, numbers],
    ...['free', length(3), [1, 2, 3], 'data', length(size), [0, 0, 0, 0], samples],
  );
}

const GUID_TAIL = [0xf3, 0xac, 0xd3, 0x11, 0x8c, 0xd1, 0x00, 0xc0, 0x4f, 0x8e, 0xdb, 0x8a];

/** A Sony Wave64 file. */
export function w64(chunks: readonly Chunk[]): Uint8Array {
  const bodies = chunks.map(({ id, body, size }) =>
    bytesOf(id, GUID_TAIL, u32(size ?? 24 + body.length), u32(0), body, new Uint8Array((8 - (body.length % 8)) % 8)),
  );
  const rest = bytesOf('wave', GUID_TAIL, ...bodies);
  const riffTail = [0x2e, 0x91, 0xcf, 0x11, 0xa5, 0xd6, 0x28, 0xdb, 0x04, 0xc1, 0x00, 0x00];
  return bytesOf(text('riff'), riffTail, u32(24 + rest.length), u32(0), rest);
}
