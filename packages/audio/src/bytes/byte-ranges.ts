/** A stretch of bytes that a parser wants to see; at the end of the source it gets what is left. */
interface ByteRange {
  offset: number;
  length: number;
}

/**
 * A parser that asks for stretches of its source, so that one parser serves bytes in memory and files of any size.
 * It must ask for short stretches only (headers, not samples).
 */
export type RangeParser<T> = Generator<ByteRange, T, Uint8Array>;

/** Runs a parser on bytes in memory. */
export function parseBytes<T>(parser: RangeParser<T>, bytes: Uint8Array): T {
  let step = parser.next();
  while (!step.done) {
    const { offset, length } = step.value;
    step = parser.next(bytes.subarray(offset, offset + length));
  }
  return step.value;
}

/** A view for reading numbers out of `bytes`. */
export function dataView(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The four characters at `offset`, e.g. `RIFF`; shorter at the end of `bytes`. */
export function fourCC(bytes: Uint8Array, offset = 0): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + 4));
}
