/** An element of EBML (RFC 8794): its id, where its content begins, and the content's length. */
export interface EbmlElement {
  readonly id: number;
  /** Position of the content relative to the start of the bytes. */
  readonly start: number;
  /** Length of the content in bytes; `undefined` in a stream that does not know it. */
  readonly size: number | undefined;
}

/** Bytes that hold an element's id and size. */
export const ELEMENT_HEADER = 12;

/** Reads a number of variable length; `keepMark` keeps the bit that says how long it is, as ids have it. */
export function readVint(
  bytes: Uint8Array,
  at: number,
  keepMark = false,
): { value: number; length: number; unknown: boolean } | undefined {
  const first = bytes[at];
  if (first === undefined || first === 0) return undefined;
  const length = Math.clz32(first) - 23;
  if (at + length > bytes.length) return undefined;
  const bare = first & (0xff >> length);
  let value = keepMark ? first : bare;
  let unknown = bare === 0xff >> length;
  for (let i = 1; i < length; i++) {
    value = value * 256 + bytes[at + i]!;
    unknown &&= bytes[at + i] === 0xff;
  }
  return { value, length, unknown };
}

/** Reads the header of the element at `at`; `undefined` if there is none. */
export function readElement(bytes: Uint8Array, at: number): EbmlElement | undefined {
  const id = readVint(bytes, at, true);
  if (!id || id.length > 4) return undefined;
  const size = readVint(bytes, at + id.length);
  if (!size) return undefined;
  return { id: id.value, start: at + id.length + size.length, size: size.unknown ? undefined : size.value };
}

/** Returns the elements inside `bytes`, as far as they are whole. */
export function childElements(bytes: Uint8Array): (EbmlElement & { readonly content: Uint8Array })[] {
  const children = [];
  for (let at = 0; at < bytes.length; ) {
    const element = readElement(bytes, at);
    if (element?.size === undefined || element.start + element.size > bytes.length) break;
    at = element.start + element.size;
    children.push({ ...element, content: bytes.subarray(element.start, at) });
  }
  return children;
}

/** Reads an unsigned integer of up to 6 bytes. */
export function readUnsigned(content: Uint8Array): number {
  return content.reduce((value, byte) => value * 256 + byte, 0);
}
