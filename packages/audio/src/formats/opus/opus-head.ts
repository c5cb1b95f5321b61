import { invalidAudio } from '../../audio.js';
import { dataView } from '../../bytes/byte-source.js';
import { ForeignAudio } from '../format.js';

/** Opus is always decoded at this rate, in Hz. */
export const OPUS_RATE = 48_000;

/** The identification header (RFC 7845, section 5.1). */
export interface OpusHead {
  channels: number;
  /** Samples to leave out at the start. */
  preSkip: number;
  /** Factor to apply to the decoded samples. */
  gain: number;
  streams: number;
  coupled: number;
  mapping: number[];
}

/** Reads the identification header. */
export function readOpusHead(name: string, packet: Uint8Array): OpusHead {
  if (packet.length < 19) throw invalidAudio(name, 'is an Opus file with a header that is too short');
  const view = dataView(packet);
  const channels = packet[9]!;
  const family = packet[18]!;
  const head = { channels, preSkip: view.getUint16(10, true), gain: 10 ** (view.getInt16(16, true) / (20 * 256)) };
  if (channels < 1) throw invalidAudio(name, 'announces 0 channels');
  if (family === 0) {
    if (channels > 2) throw invalidAudio(name, `announces ${channels} channels where Opus allows 2`);
    return { ...head, streams: 1, coupled: channels - 1, mapping: [0, 1].slice(0, channels) };
  }
  if (family !== 1) throw new ForeignAudio(`Opus of channel mapping family ${family}`);
  const mapping = [...packet.subarray(21, 21 + channels)];
  const streams = packet[19]!;
  const coupled = packet[20]!;
  const known = streams + coupled;
  if (channels > 8 || mapping.length < channels || streams < 1 || coupled > streams || mapping.some((i) => i >= known))
    throw invalidAudio(name, 'is an Opus file with a channel mapping that cannot be');
  return { ...head, streams, coupled, mapping };
}

/** Samples in an Opus packet at 48 kHz, from its first two bytes (RFC 6716, section 3.1); 0 if they make no sense. */
export function opusPacketLength(packet: Uint8Array): number {
  const toc = packet[0];
  if (toc === undefined) return 0;
  const config = toc >> 3;
  const frame =
    config < 12 ? [480, 960, 1920, 2880][config & 3]! : config < 16 ? [480, 960][config & 1]! : 120 << (config & 3);
  const code = toc & 3;
  const count = code === 0 ? 1 : code < 3 ? 2 : (packet[1] ?? 0) & 63;
  return frame * count > 5760 ? 0 : frame * count;
}
