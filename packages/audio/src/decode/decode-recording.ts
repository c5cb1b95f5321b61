import { invalidArgument } from '@ser/core';
import type { Recording } from '../audio.js';
import { checkSamples, checkSize } from '../audio.js';
import { parseBytes } from '../bytes/byte-ranges.js';
import { decodeFlac } from '../formats/flac/decode.js';
import { decodeOgg } from '../formats/ogg/decode-ogg.js';
import { aiffLayout } from '../formats/pcm/aiff-layout.js';
import { decodePcmRecording } from '../formats/pcm/layout.js';
import { wavLayout } from '../formats/pcm/wav-layout.js';
import { notAudio, sniffFormat, unsupportedFormat } from '../formats/sniff-format.js';
import { decodeWithPlatform, type PlatformDecoder } from './platform-decoder.js';

/** Options of {@link decodeRecording}. */
export interface DecodeRecordingOptions {
  /** What error messages call the recording, e.g. its path; `the recording` by default. */
  name?: string;
  /**
   * `own` (default) decodes the same everywhere. `platform` leaves it to the browser's `context.decodeAudioData`, which
   * knows more formats (AAC in `.m4a`, WebM), and resamples to the rate of the context.
   */
  decodeWith?: 'own' | 'platform';
  /** An `AudioContext` or `OfflineAudioContext`; needed by, and only used for, `decodeWith: 'platform'`. */
  context?: PlatformDecoder;
}

/** A recording whose samples were found to be finite. Those that were integers need no look. */
function checked(name: string, recording: Recording): Recording {
  checkSamples(name, recording.channels, recording.sampleRate);
  return recording;
}

/** The compressed formats are loaded when they are met: most programs never need them. */
async function decode(name: string, bytes: Uint8Array): Promise<Recording> {
  const format = sniffFormat(bytes);
  switch (format) {
    case 'wav':
    case 'aiff': {
      const layout = parseBytes((format === 'wav' ? wavLayout : aiffLayout)(name, bytes.length), bytes);
      checkSize(name, layout.channels, layout.frames, layout.sampleRate);
      const recording = decodePcmRecording(bytes, layout);
      return layout.format.kind === 'float' ? checked(name, recording) : recording;
    }
    case 'flac':
      return decodeFlac(name, bytes);
    case 'mp3':
      return checked(name, await (await import('../formats/mpeg/mp3.js')).decodeMp3(name, bytes));
    case 'ogg':
      return checked(name, await decodeOgg(name, bytes));
    case undefined:
      throw notAudio(name, bytes);
    default:
      throw unsupportedFormat(name, format);
  }
}

/**
 * Decodes a recording with all its channels, at its own rate. The format is told from the bytes, not from a file name.
 *
 * @throws SerError INVALID_AUDIO if the bytes are empty, damaged, truncated or no audio, or if a sample is not finite;
 *   UNSUPPORTED_AUDIO for a format or codec that is not decoded here.
 */
export async function decodeRecording(bytes: Uint8Array, options: DecodeRecordingOptions = {}): Promise<Recording> {
  const { name = 'the recording', decodeWith = 'own', context } = options;
  if (!ArrayBuffer.isView(bytes) || bytes.BYTES_PER_ELEMENT !== 1)
    throw invalidArgument('bytes', bytes, 'a Uint8Array');
  if (decodeWith !== 'own' && decodeWith !== 'platform')
    throw invalidArgument('decodeWith', decodeWith, '"own" or "platform"');
  if (decodeWith === 'platform' && context === undefined)
    throw invalidArgument('context', context, "an AudioContext where decodeWith is 'platform'");
  return decodeWith === 'platform' && context
    ? checked(name, await decodeWithPlatform(name, bytes, context))
    : decode(name, bytes);
}
