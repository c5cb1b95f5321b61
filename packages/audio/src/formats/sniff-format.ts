import { type ByteSource, dataView, fourCC, latin1 } from '../bytes/byte-source.js';
import { peekFrame } from './flac/frame.js';
import { findFreeLength, isConfirmed, readMp3Frame } from './mpeg/mp3-frame.js';
import { isOggPage } from './ogg/pages.js';
import { id3Length } from './tags.js';

/** The file formats that are decoded here. */
export type ReadFormat = 'wav' | 'aiff' | 'au' | 'caf' | 'w64' | 'flac' | 'ogg' | 'mp3' | 'webm';

/** The file formats that are recognized by their first bytes. */
export type ContainerFormat =
  | ReadFormat
  | 'aac'
  | 'ac3'
  | 'amr'
  | 'ape'
  | 'asf'
  | 'avi'
  | 'dsf'
  | 'dts'
  | 'flv'
  | 'mp4'
  | 'mpc'
  | 'qoa'
  | 'rifx'
  | 'silk'
  | 'sphere'
  | 'tta'
  | 'voc'
  | 'wavpack';

/** Formats that this package only recognizes, in words. */
const WORDS: Record<Exclude<ContainerFormat, ReadFormat>, string> = {
  aac: 'AAC',
  ac3: 'AC-3',
  amr: 'AMR',
  ape: "Monkey's Audio",
  asf: 'WMA (ASF)',
  avi: 'AVI',
  dsf: 'DSD',
  dts: 'DTS',
  flv: 'Flash Video',
  mp4: 'M4A or MP4 (AAC)',
  mpc: 'Musepack',
  qoa: 'QOA',
  rifx: 'big-endian WAV (RIFX)',
  silk: 'SILK',
  sphere: 'NIST SPHERE',
  tta: 'True Audio',
  voc: 'Creative Voice',
  wavpack: 'WavPack',
};

const DECODED: ReadonlySet<string> = new Set<ReadFormat>([
  'wav',
  'aiff',
  'au',
  'caf',
  'w64',
  'flac',
  'ogg',
  'mp3',
  'webm',
]);

/** True if this package decodes files of that format. */
export function isReadFormat(format: ContainerFormat): format is ReadFormat {
  return DECODED.has(format);
}

/** Returns the format in words, e.g. `AMR`, with what the first bytes say about its kind. */
export function formatInWords(format: Exclude<ContainerFormat, ReadFormat>, bytes: Uint8Array): string {
  if (format === 'amr' && latin1(bytes, 0, 8).startsWith('#!AMR-WB')) return 'AMR-WB';
  if (format !== 'mp4') return WORDS[format];
  const brand = fourCC(bytes, 8);
  if (brand.startsWith('3g')) return '3GP (AMR or AAC)';
  if (brand.startsWith('M4A') || brand.startsWith('M4B')) return 'M4A (AAC or ALAC)';
  return brand === 'qt  ' ? 'QuickTime' : WORDS.mp4;
}

/** Formats by their first four bytes. */
const MARKS = new Map<string, ContainerFormat>([
  ['fLaC', 'flac'],
  ['OggS', 'ogg'],
  ['caff', 'caf'],
  ['.snd', 'au'],
  ['\x1aE\xdf\xa3', 'webm'],
  ['0&\xb2u', 'asf'],
  ['#!AM', 'amr'],
  ['wvpk', 'wavpack'],
  ['MAC ', 'ape'],
  ['MPCK', 'mpc'],
  ['TTA1', 'tta'],
  ['TTA2', 'tta'],
  ['DSD ', 'dsf'],
  ['FRM8', 'dsf'],
  ['qoaf', 'qoa'],
  ['NIST', 'sphere'],
  ['Crea', 'voc'],
  ['\x7f\xfe\x80\x01', 'dts'],
]);

/** The GUID that begins a Sony Wave64 file. */
const W64 = 'riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\x00\x00';

function byMark(bytes: Uint8Array): ContainerFormat | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, 16));
  const mark = start.slice(0, 4);
  const type = start.slice(8, 12);
  if (['RIFF', 'RF64', 'BW64'].includes(mark) && type === 'WAVE') return 'wav';
  if (mark === 'RIFX' && type === 'WAVE') return 'rifx';
  if (mark === 'RIFF' && type === 'AVI ') return 'avi';
  if (mark === 'FORM' && (type === 'AIFF' || type === 'AIFC')) return 'aiff';
  if (start === W64) return 'w64';
  if (start.slice(4, 8) === 'ftyp') return 'mp4';
  if (start.startsWith('MP+')) return 'mpc';
  if (start.startsWith('FLV\x01')) return 'flv';
  if (start.includes('#!SILK')) return 'silk';
  if (start.startsWith('\x0b\x77')) return 'ac3';
  return MARKS.get(mark);
}

/** True for an ADTS header: layer 0, a sampling index that exists, and a length of at least the header's. */
function isAdts(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0xff || (bytes[1]! & 0xf6) !== 0xf0) return false;
  if (bytes.length < 6) return true;
  const length = ((bytes[3]! & 3) << 11) | (bytes[4]! << 3) | (bytes[5]! >> 5);
  return (bytes[2]! & 0x3c) >> 2 < 13 && length >= 7;
}

/**
 * Recognizes the file format by the first bytes, not by a file name. An ID3v2 tag is skipped if it ends within them.
 *
 * @param bytes the start of the file; 4096 bytes are enough for most.
 * @returns the format, or `undefined` if it is not known.
 *
 * @example
 * sniffFormat(await readFile('clip.wav')); // 'wav'
 */
export function sniffFormat(bytes: Uint8Array): ContainerFormat | undefined {
  const known = byMark(bytes);
  if (known) return known;
  const tag = id3Length(bytes, 0);
  if (tag > 0) return (tag < bytes.length ? sniffFormat(bytes.subarray(tag)) : undefined) ?? 'mp3';
  if (peekFrame(bytes, 0)) return 'flac';
  if (readMp3Frame(bytes, 0)) return 'mp3';
  return isAdts(bytes) ? 'aac' : undefined;
}

/** Bytes that are looked at to recognize a format. */
export const SNIFF_BYTES = 4096;

/** Bytes that are searched for a beginning when the file does not begin with one. */
const SEARCHED = 2 ** 16;

/** Bytes behind a possible beginning that are looked at to be sure. */
const BEHIND = 2 ** 16;

/** The format that certainly begins at `at`; weaker marks than these occur by chance. */
function certainFormat(bytes: Uint8Array, at: number): ContainerFormat | undefined {
  switch (bytes[at]) {
    case 0x4f:
      return isOggPage(bytes, at) && (bytes[at + 5]! & 2) !== 0 ? 'ogg' : undefined;
    case 0xff: {
      if (peekFrame(bytes, at)) return undefined;
      return isConfirmed(bytes, at, findFreeLength(bytes, at)) ? 'mp3' : undefined;
    }
    case 0x66:
      return fourCC(bytes, at) === 'fLaC' && dataView(bytes).byteLength >= at + 8 && bytes[at + 7] === 34
        ? 'flac'
        : undefined;
    case 0x52:
    case 0x42:
    case 0x46: {
      const format = byMark(bytes.subarray(at, at + 16));
      return format === 'wav' || format === 'aiff' ? format : undefined;
    }
  }
  return undefined;
}

/** Where a recording begins in a file, and in which format. */
export interface Beginning {
  readonly format: ContainerFormat;
  readonly at: number;
  /** Bytes before it that are neither a tag nor zeros. */
  readonly junk: number;
}

/** Returns the length of an ID3v2 tag, or of the zeros before one; 0 if neither is there. */
function prefixLength(bytes: Uint8Array): number {
  const tag = id3Length(bytes, 0);
  if (tag > 0) return tag;
  const zeros = bytes.findIndex((byte) => byte !== 0);
  return zeros > 0 && id3Length(bytes, zeros) > 0 ? zeros : 0;
}

/** Finds where the recording begins: behind ID3v2 tags, zeros or other bytes before it; `undefined` if nowhere. */
export async function findBeginning(source: ByteSource): Promise<Beginning | undefined> {
  let tagged = 0;
  let bytes = await source.read(0, SNIFF_BYTES);
  for (let length = prefixLength(bytes); length > 0; length = prefixLength(bytes)) {
    tagged += length;
    bytes = await source.read(tagged, SNIFF_BYTES);
  }
  const known = bytes.length > 0 ? sniffFormat(bytes) : undefined;
  if (known && known !== 'mp3') return { format: known, at: tagged, junk: 0 };
  bytes = await source.read(tagged, SEARCHED + BEHIND);
  for (let i = 0; i < Math.min(bytes.length, SEARCHED); i++) {
    const format = certainFormat(bytes, i);
    if (format) return { format, at: tagged + i, junk: bytes.subarray(0, i).some((byte) => byte !== 0) ? i : 0 };
  }
  // An MPEG header alone is enough for a refusal that names the format.
  return known && { format: known, at: tagged, junk: 0 };
}
