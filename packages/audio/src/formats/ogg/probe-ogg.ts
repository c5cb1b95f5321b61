import { SerError } from '@ser/core';
import { checkShape, invalidAudio, type RecordingInfo } from '../../audio.js';
import { dataView, fourCC, parseBytes, type RangeParser } from '../../bytes/byte-ranges.js';
import { flacInfo } from '../flac/decode.js';
import { flacStreamInfo } from '../flac/stream-info.js';
import { oggCodec } from './ogg-codec.js';
import { OPUS_RATE, readOpusHead } from './opus-stream.js';

/** An Ogg page is at most this long. */
const LARGEST_PAGE = 65_307;

/** The granule position of the last page, in the codec's units. */
function lastGranule(bytes: Uint8Array, serial: number): number | undefined {
  const view = dataView(bytes);
  for (let at = bytes.length - 27; at >= 0; at--) {
    if (bytes[at] !== 0x4f || fourCC(bytes, at) !== 'OggS' || view.getUint32(at + 14, true) !== serial) continue;
    const granule = view.getBigInt64(at + 6, true);
    if (granule >= 0n) return Number(granule);
  }
  return undefined;
}

/**
 * Reads what an Ogg file is from its first and last pages. For a stream that was cut from a longer one the length is
 * that of the longer one up to this one's end.
 */
export function* probeOgg(name: string, size: number): RangeParser<RecordingInfo> {
  const head = yield { offset: 0, length: 512 };
  if (head.length < 28 || head.length < 27 + head[26]!)
    throw invalidAudio(name, 'is truncated: it ends in its first page');
  const packet = head.subarray(27 + head[26]!);
  const tail = yield { offset: Math.max(0, size - LARGEST_PAGE), length: LARGEST_PAGE };
  const granule = lastGranule(tail, dataView(head).getUint32(14, true));
  const length = (frames: number | undefined, rate: number) =>
    frames === undefined ? {} : { frames, duration: frames / rate };
  switch (oggCodec(packet)) {
    case 'opus': {
      const { channels, preSkip } = readOpusHead(name, packet);
      const frames = granule === undefined ? undefined : Math.max(0, granule - preSkip);
      return { container: 'ogg', codec: 'opus', channels, sampleRate: OPUS_RATE, ...length(frames, OPUS_RATE) };
    }
    case 'vorbis': {
      if (packet.length < 16) throw invalidAudio(name, 'is truncated: it ends in its first page');
      const channels = packet[11]!;
      const sampleRate = dataView(packet).getUint32(12, true);
      checkShape(name, channels, sampleRate);
      return { container: 'ogg', codec: 'vorbis', channels, sampleRate, ...length(granule, sampleRate) };
    }
    case 'flac': {
      const stream = packet.slice(9, 9 + 42);
      stream[4] = 0x80;
      const info = flacInfo(parseBytes(flacStreamInfo(name), stream));
      return { ...info, ...length(granule, info.sampleRate), container: 'ogg' };
    }
    case undefined:
      throw new SerError('UNSUPPORTED_AUDIO', `${name} is an Ogg file with a codec that is not decoded here`);
  }
}
