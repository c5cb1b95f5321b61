import { SerError } from '@ser/core';
import { OpusDecoder } from 'opus-decoder';
import { invalidAudio } from '../../audio.js';
import type { Block } from '../format.js';
import { requireWasm } from '../wasm/codec-module.js';
import { OPUS_RATE, type OpusHead, opusPacketLength } from './opus-head.js';

/** Explains why the decoder did not start. Its code is text that a page with another encoding than UTF-8 changes. */
function startError(cause: unknown): unknown {
  if (!(cause instanceof Error && cause.message.includes('crc32'))) return cause;
  return new SerError(
    'UNSUPPORTED_PLATFORM',
    'the Opus decoder cannot start: its code was changed while it was loaded',
    {
      cause,
      hint: 'Serve scripts as UTF-8, e.g. with <meta charset="utf-8"> in the page.',
    },
  );
}

/** Decodes the packets of one Opus stream through libopus, without the samples to leave out at its start. */
export class OpusPackets {
  readonly #name: string;
  readonly #head: OpusHead;
  readonly #decoder: OpusDecoder<undefined>;
  #skip: number;
  /** Samples per channel that were decoded, the ones left out included. */
  decoded = 0;

  private constructor(name: string, head: OpusHead) {
    this.#name = name;
    this.#head = head;
    this.#skip = head.preSkip;
    this.#decoder = new OpusDecoder({
      channels: head.channels,
      streamCount: head.streams,
      coupledStreamCount: head.coupled,
      channelMappingTable: head.mapping,
      preSkip: 0,
    });
  }

  /** Starts a decoder; {@link free} it. */
  static async start(name: string, head: OpusHead): Promise<OpusPackets> {
    requireWasm();
    const packets = new OpusPackets(name, head);
    try {
      await packets.#decoder.ready;
    } catch (cause) {
      throw startError(cause);
    }
    return packets;
  }

  /** Decodes one packet; the block may be empty. */
  decode(packet: Uint8Array): Block {
    const at = `at ${(this.decoded / OPUS_RATE).toFixed(2)} s`;
    if (opusPacketLength(packet) === 0) throw invalidAudio(this.#name, `is damaged ${at}: no Opus packet there`);
    const { channelData, samplesDecoded, errors } = this.#decoder.decodeFrame(packet);
    if (errors.length > 0) throw invalidAudio(this.#name, `is damaged ${at}: ${errors[0]!.message}`);
    this.decoded += samplesDecoded;
    const skipped = Math.min(this.#skip, samplesDecoded);
    this.#skip -= skipped;
    const block = skipped > 0 ? channelData.map((samples) => samples.slice(skipped)) : channelData;
    const { gain } = this.#head;
    if (gain !== 1)
      for (const samples of block) for (let i = 0; i < samples.length; i++) samples[i] = samples[i]! * gain;
    return block;
  }

  free(): void {
    this.#decoder.free();
  }
}

/** Takes `trim` samples off the end of a list of blocks. */
export function trimEnd(blocks: readonly Block[], trim: number): Block[] {
  let left = blocks.reduce((sum, block) => sum + block[0]!.length, 0) - trim;
  const out: Block[] = [];
  for (const block of blocks) {
    if (left <= 0) break;
    out.push(left < block[0]!.length ? block.map((samples) => samples.slice(0, left)) : block);
    left -= block[0]!.length;
  }
  return out;
}
