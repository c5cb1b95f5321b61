import { SerError } from '@ser/core';
import { invalidAudio } from '../audio.js';
import { type ByteSource, latin1, sliceSource } from '../bytes/byte-source.js';
import { openFlac } from './flac/flac.js';
import { ForeignAudio, type OpenFormat, type OpenRecording, type Report } from './format.js';
import { openMpeg } from './mpeg/mpeg.js';
import { openOgg } from './ogg/open-ogg.js';
import { openAiff } from './pcm/aiff.js';
import { openAu } from './pcm/au.js';
import { openCaf } from './pcm/caf.js';
import { openW64 } from './pcm/w64.js';
import { openWav } from './pcm/wav.js';
import { findBeginning, formatInWords, isReadFormat, type ReadFormat, SNIFF_BYTES } from './sniff-format.js';
import { openWebm } from './webm/webm.js';

const FORMATS: Record<ReadFormat, OpenFormat> = {
  wav: openWav,
  aiff: openAiff,
  au: openAu,
  caf: openCaf,
  w64: openW64,
  flac: openFlac,
  ogg: openOgg,
  mp3: openMpeg,
  webm: openWebm,
};

const isText = (bytes: Uint8Array): boolean =>
  bytes.length > 0 &&
  bytes.subarray(0, 512).every((byte) => byte === 9 || byte === 10 || byte === 13 || (byte >= 32 && byte !== 127));

/** Returns the error for bytes in no known format. */
function notAudio(name: string, bytes: Uint8Array): SerError {
  if (bytes.length === 0) return invalidAudio(name, 'is empty: it holds 0 bytes');
  const what = isText(bytes)
    ? `is not audio: it begins with the text ${JSON.stringify(new TextDecoder().decode(bytes.subarray(0, 24)))}`
    : `is not in a known audio format: it begins with the bytes ${[...bytes.subarray(0, 8)].map((b) => b.toString(16).padStart(2, '0')).join(' ')}`;
  return invalidAudio(name, what, {
    hint: 'WAV, AIFF, AU, CAF, Wave64, FLAC, MP3, Ogg and WebM can be read. Samples are passed as { samples, sampleRate }.',
  });
}

/** Returns the error for a format that only other software decodes. */
export function unsupportedFormat(name: string, { format }: ForeignAudio, cause?: unknown): SerError {
  const file = /^[\w./ -]+\.\w+$/.test(name) ? name : 'input';
  const output = `${file.replace(/\.\w+$/, '')}-pcm.wav`;
  return new SerError('UNSUPPORTED_AUDIO', `${name} is ${format}, which this package does not decode`, {
    cause,
    hint: `Run "npm install audio-decode", or convert it: ffmpeg -i "${file}" "${output}"`,
  });
}

/**
 * Opens a recording in any format that is decoded here.
 *
 * @throws ForeignAudio for a format that is known by name only; SerError INVALID_AUDIO.
 */
export async function openRecording(source: ByteSource, report: Report): Promise<OpenRecording> {
  const { name } = report;
  const beginning = source.size > 0 ? await findBeginning(source) : undefined;
  if (!beginning) throw notAudio(name, await source.read(0, SNIFF_BYTES));
  const { format, at, junk } = beginning;
  const rest = at > 0 ? sliceSource(source, at) : source;
  if (!isReadFormat(format)) throw new ForeignAudio(formatInWords(format, await rest.read(0, 64)));
  if (junk > 0)
    report.note(
      `has ${junk} bytes before its beginning, ${describe(await source.read(at - junk, 12))}; they were skipped`,
    );
  return FORMATS[format](rest, report);
}

const describe = (bytes: Uint8Array): string =>
  isText(bytes) ? `the text ${JSON.stringify(latin1(bytes, 0, 12))}…` : 'which are no tag';
