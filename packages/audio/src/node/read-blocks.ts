import { invalidArgument, SerError } from '@ser/core';
import { checkSamples } from '../audio.js';
import { FlacDecoder } from '../formats/flac/decode.js';
import { type FlacStreamInfo, flacStreamInfo } from '../formats/flac/stream-info.js';
import { aiffLayout } from '../formats/pcm/aiff-layout.js';
import { frameBytes, type PcmLayout } from '../formats/pcm/layout.js';
import { decodePcm } from '../formats/pcm/samples.js';
import { wavLayout } from '../formats/pcm/wav-layout.js';
import { notAudio, SNIFF_BYTES, sniffFormat, unsupportedFormat } from '../formats/sniff-format.js';
import { fileError } from './file-errors.js';
import { SourceFile } from './source-file.js';

/** A stretch of a recording; `toMono` takes it as it is. */
export interface AudioBlock {
  /** One array per channel. */
  channels: Float32Array[];
  /** Frames per second, in Hz. */
  sampleRate: number;
  /** Position of its first frame in the recording. */
  start: number;
}

/** Options of {@link readBlocks}. */
export interface ReadBlocksOptions {
  /** Frames per block, 1 to 2^24; the last block may be shorter. */
  blockFrames: number;
}

/** A block is at most this long: six minutes at 48 kHz. */
const MAX_BLOCK = 2 ** 24;

/** Bytes that are read at once. */
const PIECE = 1 << 18;

type Pieces = AsyncGenerator<Float32Array[], void, undefined>;

/** Cuts pieces of any length into blocks of one length. */
async function* cut(pieces: Pieces, blockFrames: number): Pieces {
  let block: Float32Array[] = [];
  let filled = 0;
  for await (const piece of pieces) {
    const length = piece[0]!.length;
    for (let at = 0; at < length; ) {
      if (filled === 0) block = piece.map(() => new Float32Array(blockFrames));
      const take = Math.min(length - at, blockFrames - filled);
      for (let c = 0; c < piece.length; c++) block[c]!.set(piece[c]!.subarray(at, at + take), filled);
      at += take;
      filled += take;
      if (filled < blockFrames) continue;
      yield block;
      filled = 0;
    }
  }
  if (filled > 0) yield block.map((samples) => samples.slice(0, filled));
}

interface Source {
  sampleRate: number;
  pieces: Pieces;
}

async function* pcmPieces(file: SourceFile, layout: PcmLayout, blockFrames: number): Pieces {
  const stride = frameBytes(layout);
  for (let frame = 0; frame < layout.frames; frame += blockFrames) {
    const frames = Math.min(blockFrames, layout.frames - frame);
    const bytes = await file.read(layout.dataOffset + frame * stride, frames * stride);
    if (bytes.length < frames * stride)
      throw new SerError('FILE_ACCESS', `${file.path} became shorter while it was read`);
    yield decodePcm(bytes, layout.format, layout.channels);
  }
}

async function* flacPieces(file: SourceFile, info: FlacStreamInfo): Pieces {
  const decoder = new FlacDecoder(file.path, info);
  for (let at = info.dataOffset; at < file.size; at += PIECE) yield* decoder.push(await file.read(at, PIECE));
  decoder.end();
}

async function openSource(file: SourceFile, blockFrames: number): Promise<Source> {
  const head = await file.read(0, SNIFF_BYTES);
  const format = sniffFormat(head);
  switch (format) {
    case 'wav':
    case 'aiff': {
      const layout = await file.parse((format === 'wav' ? wavLayout : aiffLayout)(file.path, file.size));
      // A block's bytes are held at once, so a header with many channels must not make them many.
      const piece = Math.max(1, Math.min(blockFrames, Math.floor(PIECE / frameBytes(layout))));
      return { sampleRate: layout.sampleRate, pieces: pcmPieces(file, layout, piece) };
    }
    case 'flac': {
      const info = await file.parse(flacStreamInfo(file.path));
      return { sampleRate: info.sampleRate, pieces: flacPieces(file, info) };
    }
    case undefined:
      throw notAudio(file.path, head);
    case 'mp3':
    case 'ogg':
      throw new SerError('UNSUPPORTED_AUDIO', `${file.path} is ${format} audio, which cannot be read in blocks`, {
        hint: 'WAV, AIFF and FLAC can be; readRecording decodes the others as a whole.',
      });
    default:
      throw unsupportedFormat(file.path, format);
  }
}

/**
 * Reads a recording block by block, so that memory does not grow with its length. WAV, AIFF and FLAC.
 *
 * @throws SerError INVALID_ARGUMENT if `blockFrames` is out of range; NOT_FOUND, FILE_ACCESS, INVALID_AUDIO or
 *   UNSUPPORTED_AUDIO, naming the path.
 *
 * @example
 * for await (const block of readBlocks('lecture.flac', { blockFrames: 48_000 })) {
 *   const { samples } = toMono(block, 'mean');
 * }
 */
export async function* readBlocks(
  path: string,
  options: ReadBlocksOptions,
): AsyncGenerator<AudioBlock, void, undefined> {
  const { blockFrames } = options;
  if (!Number.isSafeInteger(blockFrames) || blockFrames < 1 || blockFrames > MAX_BLOCK)
    throw invalidArgument('blockFrames', blockFrames, `an integer from 1 to ${MAX_BLOCK}`);
  const file = await SourceFile.open(path);
  try {
    const { sampleRate, pieces } = await openSource(file, blockFrames);
    let start = 0;
    for await (const channels of cut(pieces, blockFrames)) {
      checkSamples(path, channels, sampleRate, start);
      yield { channels, sampleRate, start };
      start += channels[0]!.length;
    }
  } catch (error) {
    throw fileError(path, error);
  } finally {
    await file.close();
  }
}
