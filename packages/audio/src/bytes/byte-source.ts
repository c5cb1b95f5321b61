/** Bytes that can be read from any position: memory, a `Blob` or a file. */
export interface ByteSource {
  /** Length in bytes. */
  readonly size: number;
  /** Up to `length` bytes from `offset`, fewer at the end. The result must not be changed. */
  read(offset: number, length: number): Uint8Array | Promise<Uint8Array>;
}

/** A source over bytes in memory, which are not copied. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

/** A source over a `Blob` or `File`, of which only what is read is loaded. */
export function blobSource(blob: Blob): ByteSource {
  return {
    size: blob.size,
    read: async (offset, length) => new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer()),
  };
}

/** A source over bytes that arrived in pieces; a read within one piece copies nothing. */
export function chunksSource(chunks: readonly Uint8Array[]): ByteSource {
  const starts: number[] = [];
  let size = 0;
  for (const chunk of chunks) {
    starts.push(size);
    size += chunk.length;
  }
  /** The last chunk that starts at or before `offset`. */
  const find = (offset: number): number => {
    let low = 0;
    for (let high = starts.length; low + 1 < high; ) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return low;
  };
  return {
    size,
    read: (offset, length) => {
      const end = Math.min(size, offset + length);
      if (offset >= end) return new Uint8Array(0);
      let i = find(offset);
      if (end <= starts[i]! + chunks[i]!.length) return chunks[i]!.subarray(offset - starts[i]!, end - starts[i]!);
      const out = new Uint8Array(end - offset);
      for (let at = offset; at < end; i++) {
        const part = chunks[i]!.subarray(at - starts[i]!, end - starts[i]!);
        out.set(part, at - offset);
        at += part.length;
      }
      return out;
    },
  };
}

/** The part of a source between two positions. */
export function sliceSource(source: ByteSource, start: number, end: number = source.size): ByteSource {
  const size = Math.max(0, Math.min(end, source.size) - start);
  return { size, read: (offset, length) => source.read(start + offset, Math.max(0, Math.min(length, size - offset))) };
}

/** Bytes that are loaded at once, unless more are asked for. */
const PIECE = 2 ** 16;

/** Reads a source in large pieces and hands out small views of them, for parsers that move forward. */
export class ByteWindow {
  readonly size: number;
  readonly #source: ByteSource;
  #start = 0;
  #bytes: Uint8Array = new Uint8Array(0);

  constructor(source: ByteSource) {
    this.size = source.size;
    this.#source = source;
  }

  /** The `length` bytes from `offset`; fewer only at the end of the source. */
  async at(offset: number, length: number): Promise<Uint8Array> {
    const end = Math.min(this.size, offset + length);
    if (offset < this.#start || end > this.#start + this.#bytes.length) {
      this.#start = offset;
      this.#bytes = await this.#source.read(offset, Math.max(length, PIECE));
    }
    return this.#bytes.subarray(offset - this.#start, Math.max(0, end - this.#start));
  }

  /** All bytes from `offset` that are loaded, `least` or more; fewer only at the end of the source. */
  async from(offset: number, least: number): Promise<Uint8Array> {
    await this.at(offset, least);
    return this.#bytes.subarray(offset - this.#start);
  }
}

/** A view for reading numbers out of `bytes`. */
export function dataView(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The four characters at `offset`, e.g. `RIFF`; shorter at the end of `bytes`. */
export function fourCC(bytes: Uint8Array, offset = 0): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + 4));
}

const LATIN1 = /* @__PURE__ */ new TextDecoder('latin1');

/** The `length` characters at `offset`, one a byte; shorter at the end of `bytes`. */
export function latin1(bytes: Uint8Array, offset: number, length: number): string {
  return LATIN1.decode(bytes.subarray(offset, offset + length));
}
