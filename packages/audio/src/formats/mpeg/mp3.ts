import { checkShape, checkSize, invalidAudio, type Recording } from '../../audio.js';
import { joinBlocks } from '../../decode/join-blocks.js';
import { beforeTags, id3Length } from '../tags.js';
import { type CodecInstance, createCodec, guard } from '../wasm/codec-module.js';
import { type Mp3Frame, readMp3Frame } from './mp3-frame.js';
import { DECODER_DELAY, type Mp3Tag, readMp3Tag } from './mp3-tag.js';

const trim = (channels: Float32Array[], tag: Mp3Tag): Float32Array[] => {
  const { delay, padding } = tag;
  if (delay === undefined || padding === undefined) return channels;
  const length = channels[0]!.length;
  const start = delay + DECODER_DELAY;
  const end = Math.min(length, length - padding + DECODER_DELAY);
  return channels.map((samples) => samples.slice(start, Math.max(start, end)));
};

const deinterleave = (samples: Float32Array, channels: number): Float32Array[] =>
  Array.from({ length: channels }, (_, channel) => {
    const block = new Float32Array(samples.length / channels);
    for (let i = 0; i < block.length; i++) block[i] = samples[i * channels + channel]!;
    return block;
  });

/** The frames of an MP3 file, decoded one after another. */
class Mp3Frames {
  readonly blocks: Float32Array[][] = [];
  codec = '';
  channels = 0;
  sampleRate = 0;
  /** Samples per channel so far. */
  frames = 0;
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  get #time(): string {
    return `${(this.frames / this.sampleRate).toFixed(2)} s`;
  }

  add(samples: Float32Array, { channels, sampleRate, layer }: Mp3Frame): void {
    if (this.blocks.length === 0) {
      checkShape(this.#name, channels, sampleRate);
      this.codec = `mp${layer}`;
      this.channels = channels;
      this.sampleRate = sampleRate;
    } else if (channels !== this.channels || sampleRate !== this.sampleRate)
      throw invalidAudio(this.#name, `changes its channels or sample rate at ${this.#time}`);
    this.blocks.push(deinterleave(samples, channels));
    this.frames += samples.length / channels;
    checkSize(this.#name, channels, this.frames, sampleRate);
  }

  damaged(position: number): Error {
    const where = this.blocks.length > 0 ? `at ${this.#time}` : 'at its start';
    return invalidAudio(this.#name, `is damaged ${where}: no MP3 frame that can be decoded at byte ${position}`);
  }
}

/** The first byte at or after `at` that is not 0: some files have padding between a tag and the sound. */
const afterZeros = (bytes: Uint8Array, at: number): number => {
  let next = at;
  while (next < bytes.length && bytes[next] === 0) next++;
  return next;
};

const soundStart = (bytes: Uint8Array): number => {
  let at = 0;
  for (let length = id3Length(bytes, at); length > 0; length = id3Length(bytes, at)) at += length;
  return afterZeros(bytes, at);
};

function decode(name: string, codec: CodecInstance, bytes: Uint8Array): Recording {
  const { exports: mp3, memory, input } = codec;
  mp3.mp3_open();
  const sound = new Mp3Frames(name);
  let tag: Mp3Tag | undefined;
  let at = soundStart(bytes);
  const end = beforeTags(bytes);
  for (let first = true; at < end; first = false) {
    const frame = readMp3Frame(bytes, at);
    if (!frame) {
      if (afterZeros(bytes, at) >= end) break;
      throw sound.damaged(at);
    }
    if (at + frame.length > end) break;
    // The frame that holds the tag decodes to silence that belongs to no recording.
    if (first) tag = readMp3Tag(bytes, at);
    if (!first || !tag) {
      const length = mp3.mp3_decode(input + at, frame.length);
      if (length > 0) sound.add(new Float32Array(memory.buffer, mp3.mp3_samples(), length * frame.channels), frame);
      else if (sound.blocks.length > 0) throw sound.damaged(at);
    }
    at += frame.length;
  }
  if (sound.blocks.length === 0) throw invalidAudio(name, 'holds no MP3 frame that can be decoded');
  if (tag?.frames !== undefined && sound.blocks.length < tag.frames)
    throw invalidAudio(
      name,
      `is truncated: it announces ${tag.frames} MP3 frames, ${sound.blocks.length} could be decoded`,
    );
  const channels = trim(joinBlocks(sound.blocks, sound.channels), tag ?? {});
  if (channels[0]!.length === 0) throw invalidAudio(name, 'holds no samples: its length is 0');
  return { channels, sampleRate: sound.sampleRate, codec: sound.codec, container: 'mp3' };
}

/**
 * Decodes MPEG audio (layers I to III) through dr_mp3.
 *
 * Where the file says how many samples its encoder added before and after the sound, these are taken off, so that the
 * length is that of the original. Frames at the start that need earlier data (a file cut from a longer one), and an
 * incomplete last frame of a file that does not say how many there are, hold no sound of their own and are left out.
 */
export async function decodeMp3(name: string, bytes: Uint8Array): Promise<Recording> {
  const codec = await createCodec(bytes);
  return guard(name, () => decode(name, codec, bytes));
}
