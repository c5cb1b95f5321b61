import { SerError } from '@ser/core';
import { invalidAudio } from '../audio.js';
import { fourCC } from '../bytes/byte-ranges.js';
import { id3Length } from './tags.js';

/** The file formats that are told apart by their first bytes. */
export type ContainerFormat = 'wav' | 'aiff' | 'flac' | 'ogg' | 'mp3' | 'aac' | 'mp4' | 'webm' | 'asf' | 'amr' | 'caf';

/** How many bytes {@link sniffFormat} wants to see. */
export const SNIFF_BYTES = 4096;

const isMpegFrame = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === 0xff &&
  (bytes[at + 1]! & 0xe0) === 0xe0 &&
  (bytes[at + 1]! & 0x18) !== 0x08 &&
  (bytes[at + 1]! & 0x06) !== 0 &&
  (bytes[at + 2]! & 0xf0) !== 0xf0 &&
  (bytes[at + 2]! & 0x0c) !== 0x0c;

/**
 * Tells the file format from the first bytes, whatever the file is called; `undefined` if none is known.
 *
 * @param bytes the start of the file.
 */
export function sniffFormat(bytes: Uint8Array): ContainerFormat | undefined {
  const start = fourCC(bytes);
  const type = fourCC(bytes, 8);
  if ((start === 'RIFF' || start === 'RF64') && type === 'WAVE') return 'wav';
  if (start === 'FORM' && (type === 'AIFF' || type === 'AIFC')) return 'aiff';
  if (start === 'fLaC') return 'flac';
  if (start === 'OggS') return 'ogg';
  if (start === 'caff') return 'caf';
  if (start.startsWith('ID3')) {
    return fourCC(bytes, id3Length(bytes, 0)) === 'fLaC' ? 'flac' : 'mp3';
  }
  if (fourCC(bytes, 4) === 'ftyp') return 'mp4';
  if (start === '\x1aE\xdf\xa3') return 'webm';
  if (start === '0&\xb2u') return 'asf';
  if (start === '#!AM') return 'amr';
  if (bytes[0] === 0xff && (bytes[1]! & 0xf6) === 0xf0) return 'aac';
  if (isMpegFrame(bytes, 0)) return 'mp3';
  return undefined;
}

const isText = (bytes: Uint8Array): boolean =>
  bytes.length > 0 &&
  bytes.subarray(0, 512).every((byte) => byte === 9 || byte === 10 || byte === 13 || (byte >= 32 && byte !== 127));

/** The error for bytes that {@link sniffFormat} does not know. */
export function notAudio(name: string, bytes: Uint8Array): SerError {
  if (bytes.length === 0) return invalidAudio(name, 'is empty: it holds 0 bytes');
  const what = isText(bytes)
    ? `is no audio: it begins with the text ${JSON.stringify(new TextDecoder().decode(bytes.subarray(0, 24)))}`
    : `is no known audio: it begins with the bytes ${[...bytes.subarray(0, 8)].map((b) => b.toString(16).padStart(2, '0')).join(' ')}`;
  return invalidAudio(name, what, { hint: 'Readable are WAV, AIFF, FLAC, MP3, Ogg Vorbis and Opus.' });
}

/** The error for a format that is known, but not decoded here. */
export function unsupportedFormat(name: string, format: string): SerError {
  return new SerError('UNSUPPORTED_AUDIO', `${name} is ${format} audio, which has no decoder here`, {
    hint: "Convert it to WAV or FLAC, or in a browser pass { decodeWith: 'platform', context }.",
  });
}
