import { SerError } from '@ser/core';
import { invalidAudio, type Recording } from '../audio.js';
import { notAudio, sniffFormat } from '../formats/sniff-format.js';

/** The part of an `AudioBuffer` that is used. */
export interface PlatformBuffer {
  readonly numberOfChannels: number;
  readonly sampleRate: number;
  getChannelData(channel: number): Float32Array;
}

/** The part of an `AudioContext` that decodes. */
export interface PlatformDecoder {
  decodeAudioData(data: ArrayBuffer): Promise<PlatformBuffer>;
}

/** Decodes with the browser's own codecs. */
export async function decodeWithPlatform(
  name: string,
  bytes: Uint8Array,
  context: PlatformDecoder,
): Promise<Recording> {
  const container = sniffFormat(bytes);
  if (bytes.length === 0) throw notAudio(name, bytes);
  // decodeAudioData takes its argument away, so it gets a copy.
  const copy = new Uint8Array(bytes).buffer;
  let buffer: PlatformBuffer;
  try {
    buffer = await context.decodeAudioData(copy);
  } catch (cause) {
    if (container === undefined) throw notAudio(name, bytes);
    throw new SerError('UNSUPPORTED_AUDIO', `${name} is ${container} audio that the platform cannot decode`, { cause });
  }
  const channels = Array.from({ length: buffer.numberOfChannels }, (_, channel) =>
    buffer.getChannelData(channel).slice(),
  );
  if (!channels[0]?.length) throw invalidAudio(name, 'holds no samples: its length is 0');
  return { channels, sampleRate: buffer.sampleRate, codec: 'platform', container: container ?? 'platform' };
}
