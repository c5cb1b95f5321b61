import { checkSize, invalidAudio, type Recording, type RecordingInfo } from '../../audio.js';
import { parseBytes } from '../../bytes/byte-ranges.js';
import { joinBlocks } from '../../decode/join-blocks.js';
import { EndOfBytes } from './bit-reader.js';
import { type FlacFrame, readFrame } from './frame.js';
import { type FlacStreamInfo, flacStreamInfo } from './stream-info.js';
import { BadFrame } from './subframe.js';

/** What the stream info says about the recording. */
export function flacInfo(info: FlacStreamInfo): RecordingInfo {
  const { channels, sampleRate, totalFrames: frames, bitsPerSample: bitDepth } = info;
  const length = frames === 0 ? {} : { frames, duration: frames / sampleRate };
  return { container: 'flac', codec: 'flac', channels, sampleRate, ...length, bitDepth };
}

/** A `TAG` block of ID3v1, which some programs append. */
const isTrailingTag = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === 0x54 && bytes[at + 1] === 0x41 && bytes[at + 2] === 0x47;

const truncated = (name: string, info: FlacStreamInfo, frames: number): Error => {
  const announced = info.totalFrames === 0 ? 'more' : `${info.totalFrames} samples a channel`;
  return invalidAudio(name, `is truncated: it announces ${announced}, ${frames} could be decoded`);
};

/**
 * Decodes a FLAC stream that arrives in pieces.
 *
 * `push` returns the blocks that are complete, `end` checks that nothing is missing.
 */
export class FlacDecoder {
  readonly #name: string;
  readonly #info: FlacStreamInfo;
  #pending: Uint8Array = new Uint8Array(0);
  #frames = 0;

  constructor(name: string, info: FlacStreamInfo) {
    this.#name = name;
    this.#info = info;
  }

  get #complete(): boolean {
    return this.#info.totalFrames > 0 && this.#frames >= this.#info.totalFrames;
  }

  /** @param bytes the next piece of the stream, beginning with its first frame. */
  push(bytes: Uint8Array): Float32Array[][] {
    const blocks: Float32Array[][] = [];
    let data = bytes;
    if (this.#pending.length > 0) {
      data = new Uint8Array(this.#pending.length + bytes.length);
      data.set(this.#pending);
      data.set(bytes, this.#pending.length);
    }
    let at = 0;
    while (at < data.length && !this.#complete) {
      const frame = this.#read(data, at);
      if (!frame) break;
      at = frame.end;
      this.#frames += frame.channels[0]!.length;
      blocks.push(frame.channels);
    }
    this.#pending = this.#complete ? new Uint8Array(0) : data.slice(at);
    return blocks;
  }

  #read(data: Uint8Array, at: number): FlacFrame | undefined {
    try {
      return readFrame(data, at, this.#info);
    } catch (error) {
      if (error instanceof EndOfBytes) return undefined;
      if (!(error instanceof BadFrame)) throw error;
      if (isTrailingTag(data, at) && this.#info.totalFrames === 0) return undefined;
      const seconds = (this.#frames / this.#info.sampleRate).toFixed(2);
      throw invalidAudio(this.#name, `is damaged at ${seconds} s: ${error.message}`, { cause: error });
    }
  }

  /** Call it after the last piece. */
  end(): void {
    const { totalFrames } = this.#info;
    const leftOver = this.#pending.length > 0 && !isTrailingTag(this.#pending, 0);
    if (this.#frames < totalFrames || leftOver) throw truncated(this.#name, this.#info, this.#frames);
    if (totalFrames > 0 && this.#frames > totalFrames)
      throw invalidAudio(this.#name, `announces ${totalFrames} samples a channel and holds ${this.#frames}`);
    if (this.#frames === 0) throw invalidAudio(this.#name, 'holds no samples: its length is 0');
  }
}

/** Decodes a FLAC file in memory. */
export function decodeFlac(name: string, bytes: Uint8Array): Recording {
  const info = parseBytes(flacStreamInfo(name), bytes);
  const decoder = new FlacDecoder(name, info);
  checkSize(name, info.channels, info.totalFrames, info.sampleRate);
  const blocks: Float32Array[][] = [];
  let frames = 0;
  // Piece by piece, so that a stream that unpacks to more than it announces is stopped early.
  const piece = 1 << 16;
  for (let at = info.dataOffset; at < bytes.length; at += piece) {
    for (const block of decoder.push(bytes.subarray(at, at + piece))) {
      frames += block[0]!.length;
      blocks.push(block);
    }
    checkSize(name, info.channels, frames, info.sampleRate);
  }
  decoder.end();
  return {
    channels: joinBlocks(blocks, info.channels),
    sampleRate: info.sampleRate,
    codec: 'flac',
    container: 'flac',
    bitDepth: info.bitsPerSample,
  };
}
