import { SerError } from '@ser/core';

/** The characters of windows-1252 in place of Latin-1's control characters, 0x80 to 0x9f; some releases of Node decode it as Latin-1. */
const FROM_0X80 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Returns true if every second byte of the beginning is zero, as in UTF-16 without a mark whose text is mostly ASCII. */
const zerosAt = (bytes: Uint8Array, parity: 0 | 1): boolean => {
  const head = bytes.subarray(0, 16);
  return head.length >= 4 && head.every((byte, i) => (i % 2 === parity ? byte === 0 : byte !== 0));
};

/** The kind of UTF-16 that a text is in; undefined for other encodings. */
function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || zerosAt(bytes, 1)) return 'utf-16le';
  return (first === 0xfe && second === 0xff) || zerosAt(bytes, 0) ? 'utf-16be' : undefined;
}

/** Returns true for punctuation in the two bytes of GBK: in Latin text the first would be an inverted mark or a pound. */
const hasChinesePunctuation = (bytes: Uint8Array): boolean =>
  bytes.some((byte, i) => (byte === 0xa1 || byte === 0xa3) && (bytes[i + 1] ?? 0) >= 0xa1);

/**
 * Text of a file that may be in several encodings: UTF-16, with a byte order mark or recognized by its zeros, else UTF-8,
 * else `fallback`. What should be windows-1252 and has Chinese punctuation is GBK after all.
 *
 * @param fallback encoding of what is not valid UTF-8.
 */
export function decodeText(bytes: Uint8Array, fallback: 'gb18030' | 'windows-1252'): string {
  const utf16 = utf16Of(bytes);
  if (utf16) return new TextDecoder(utf16).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    if (fallback === 'gb18030' || hasChinesePunctuation(bytes)) return new TextDecoder('gb18030').decode(bytes);
    return new TextDecoder(fallback)
      .decode(bytes)
      .replace(/[\u0080-\u009f]/g, (control) => FROM_0X80[control.charCodeAt(0) - 0x80] ?? control);
  }
}

/**
 * Returns the text of a file in UTF-8, or in UTF-16 with a byte order mark or mostly ASCII.
 *
 * @throws SerError `INVALID_CORPUS` for other encodings.
 */
export function textOf(bytes: Uint8Array): string {
  try {
    const utf16 = utf16Of(bytes);
    return new TextDecoder(utf16 ?? 'utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new SerError('INVALID_CORPUS', 'the table is not UTF-8 text', {
      cause,
      hint: 'It may be in windows-1252 or another older encoding. Save it as UTF-8; Excel calls that "CSV UTF-8".',
    });
  }
}
