/** What windows-1252 has where Latin-1 has controls, 0x80 to 0x9f; some releases of Node decode it as Latin-1. */
const FROM_0X80 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/**
 * Text of a file that may be in several encodings: UTF-16 with a byte order mark, else UTF-8, else `fallback`.
 *
 * @param fallback encoding of what is not valid UTF-8.
 */
export function decodeText(bytes: Uint8Array, fallback: 'gb18030' | 'windows-1252'): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const text = new TextDecoder(fallback).decode(bytes);
    if (fallback === 'gb18030') return text;
    return text.replace(/[\u0080-\u009f]/g, (control) => FROM_0X80[control.charCodeAt(0) - 0x80] ?? control);
  }
}
