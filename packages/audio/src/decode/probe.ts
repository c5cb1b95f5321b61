import type { RecordingInfo } from '../audio.js';
import { parseBytes, type RangeParser } from '../bytes/byte-ranges.js';
import { flacInfo } from '../formats/flac/decode.js';
import { flacStreamInfo } from '../formats/flac/stream-info.js';
import { probeMp3 } from '../formats/mpeg/probe-mp3.js';
import { probeOgg } from '../formats/ogg/probe-ogg.js';
import { aiffLayout } from '../formats/pcm/aiff-layout.js';
import { pcmInfo } from '../formats/pcm/layout.js';
import { wavLayout } from '../formats/pcm/wav-layout.js';
import { notAudio, SNIFF_BYTES, sniffFormat, unsupportedFormat } from '../formats/sniff-format.js';

/**
 * Reads what a recording is from its headers.
 *
 * @param size the length of the file in bytes.
 */
export function* recordingInfo(name: string, size: number): RangeParser<RecordingInfo> {
  const head = yield { offset: 0, length: SNIFF_BYTES };
  const format = sniffFormat(head);
  switch (format) {
    case 'wav':
      return pcmInfo(yield* wavLayout(name, size));
    case 'aiff':
      return pcmInfo(yield* aiffLayout(name, size));
    case 'flac':
      return flacInfo(yield* flacStreamInfo(name));
    case 'ogg':
      return yield* probeOgg(name, size);
    case 'mp3':
      return yield* probeMp3(name);
    case undefined:
      throw notAudio(name, head);
    default:
      throw unsupportedFormat(name, format);
  }
}

/**
 * Tells channels, rate, length and codec of a recording in memory without decoding it.
 *
 * @throws SerError INVALID_AUDIO or UNSUPPORTED_AUDIO as `decodeRecording`.
 */
export function probeRecording(bytes: Uint8Array, options: { name?: string } = {}): RecordingInfo {
  return parseBytes(recordingInfo(options.name ?? 'the recording', bytes.length), bytes);
}
