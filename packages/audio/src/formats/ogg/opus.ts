import { OpusDecoder } from 'opus-decoder';
import { checkSize, invalidAudio, type Recording } from '../../audio.js';
import { joinBlocks } from '../../decode/join-blocks.js';
import type { OggStream } from './ogg.js';
import { OPUS_RATE, opusPacketLength, opusRange, readOpusHead } from './opus-stream.js';

/** Decodes an Ogg Opus stream through libopus. */
export async function decodeOpus(name: string, stream: OggStream): Promise<Recording> {
  const head = readOpusHead(name, stream.packets[0]!);
  const packets = stream.packets.slice(2);
  const decoded = packets.reduce((sum, packet) => sum + opusPacketLength(packet), 0);
  checkSize(name, head.channels, decoded, OPUS_RATE);
  const { start, end } = opusRange(stream, head.preSkip);
  if (end <= start) throw invalidAudio(name, 'holds no samples: its length is 0');
  const decoder = new OpusDecoder({
    channels: head.channels,
    streamCount: head.streams,
    coupledStreamCount: head.coupled,
    channelMappingTable: head.mapping,
    preSkip: 0,
  });
  await decoder.ready;
  try {
    const blocks: Float32Array[][] = [];
    let frames = 0;
    for (const packet of packets) {
      const at = `at ${(frames / OPUS_RATE).toFixed(2)} s`;
      if (opusPacketLength(packet) === 0) throw invalidAudio(name, `is damaged ${at}: no Opus packet there`);
      const { channelData, samplesDecoded, errors } = decoder.decodeFrame(packet);
      if (errors.length > 0) throw invalidAudio(name, `is damaged ${at}: ${errors[0]!.message}`);
      blocks.push(channelData);
      frames += samplesDecoded;
    }
    const channels = joinBlocks(blocks, head.channels).map((samples) => samples.slice(start, end));
    if (head.gain !== 1)
      for (const samples of channels) for (let i = 0; i < samples.length; i++) samples[i] = samples[i]! * head.gain;
    return { channels, sampleRate: OPUS_RATE, codec: 'opus', container: 'ogg' };
  } finally {
    decoder.free();
  }
}
