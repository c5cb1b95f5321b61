import { checkShape, checkSize, invalidAudio, type Recording } from '../../audio.js';
import { joinBlocks } from '../../decode/join-blocks.js';
import { type CodecInstance, createCodec, guard } from '../wasm/codec-module.js';

function decode(name: string, codec: CodecInstance, size: number): Recording {
  const { exports: vorbis, memory, input } = codec;
  const problem = vorbis.vorbis_open(input, size);
  if (problem !== 0) throw invalidAudio(name, `is a damaged Ogg Vorbis file (stb_vorbis error ${problem})`);
  const channels = vorbis.vorbis_channels();
  const sampleRate = vorbis.vorbis_rate();
  checkShape(name, channels, sampleRate);
  const blocks: Float32Array[][] = [];
  let frames = 0;
  for (;;) {
    const length = vorbis.vorbis_decode();
    if (length <= 0) break;
    blocks.push(
      Array.from({ length: channels }, (_, channel) =>
        new Float32Array(memory.buffer, vorbis.vorbis_samples(channel), length).slice(),
      ),
    );
    frames += length;
    checkSize(name, channels, frames, sampleRate);
  }
  const error = vorbis.vorbis_error();
  if (error !== 0)
    throw invalidAudio(name, `is damaged at ${(frames / sampleRate).toFixed(2)} s (stb_vorbis error ${error})`);
  if (frames === 0) throw invalidAudio(name, 'holds no samples: its length is 0');
  return { channels: joinBlocks(blocks, channels), sampleRate, codec: 'vorbis', container: 'ogg' };
}

/** Decodes an Ogg Vorbis file through stb_vorbis. The pages must have been checked before. */
export async function decodeVorbis(name: string, bytes: Uint8Array): Promise<Recording> {
  const codec = await createCodec(bytes);
  return guard(name, () => decode(name, codec, bytes.length));
}
