import { invalidArgument } from '@ser/core';
import { type DecodedAudio, noSamples } from '../audio.js';
import { monoBlocks } from './decode-audio.js';
import { type AudioSource, type Opened, openInput } from './input.js';
import { checkOptions, type DecodeAudioOptions } from './options.js';

/** A part of a recording: one channel, and where it begins. */
export interface AudioBlock extends DecodedAudio {
  /** Position of the first sample, in samples at `sampleRate` from the start of the recording. */
  readonly start: number;
}

/** Options of {@link decodeAudioBlocks}. */
export interface AudioBlocksOptions extends DecodeAudioOptions {
  /** Samples per block at the resulting rate, 1 to 16,777,216; the last block may be shorter. Default 65,536. */
  readonly blockFrames?: number | undefined;
}

/** A block is at most this long: six minutes at 48 kHz. */
const MAX_BLOCK = 2 ** 24;

/** Refuses options that are out of range. */
export function checkBlocksOptions(options: AudioBlocksOptions): void {
  checkOptions(options);
  const { blockFrames = 1 } = options;
  if (!Number.isSafeInteger(blockFrames) || blockFrames < 1 || blockFrames > MAX_BLOCK)
    throw invalidArgument('blockFrames', blockFrames, `an integer from 1 to ${MAX_BLOCK}`);
}

/** Decodes an opened recording in blocks of one length. */
export async function* cutBlocks(
  opened: Opened,
  options: AudioBlocksOptions,
): AsyncGenerator<AudioBlock, void, undefined> {
  const { blockFrames = 2 ** 16, maxSeconds = Number.POSITIVE_INFINITY } = options;
  const { notes } = opened.report;
  const sampleRate = options.sampleRate ?? opened.recording.info.sampleRate;
  let block = new Float32Array(blockFrames);
  let filled = 0;
  let start = 0;
  for await (const samples of monoBlocks(opened, { ...options, maxSeconds }))
    for (let at = 0; at < samples.length; ) {
      const part = samples.subarray(at, at + blockFrames - filled);
      block.set(part, filled);
      at += part.length;
      filled += part.length;
      if (filled < blockFrames) continue;
      yield { samples: block, sampleRate, start, notes };
      start += filled;
      filled = 0;
      block = new Float32Array(blockFrames);
    }
  if (start === 0 && filled === 0) throw noSamples(opened.report.name);
  if (filled > 0) yield { samples: block.slice(0, filled), sampleRate, start, notes };
}

/**
 * Decodes a recording of any length to one channel, block by block, in memory that does not grow with its length.
 *
 * Bytes, a `Blob` and a `File` are read as they are needed. A stream or `Response` is first collected, up to `maxBytes`.
 *
 * @throws SerError as {@link decodeAudio}, when the first block is asked for or where the fault lies.
 *
 * @example
 * for await (const { samples, start } of decodeAudioBlocks(file, { sampleRate: 16000, blockFrames: 160_000 }))
 *   console.log(start / 16000, samples.length); // 0 160000, 10 160000, …
 */
export async function* decodeAudioBlocks(
  source: AudioSource,
  options: AudioBlocksOptions = {},
): AsyncGenerator<AudioBlock, void, undefined> {
  checkBlocksOptions(options);
  yield* cutBlocks(await openInput(source, options, false), options);
}
