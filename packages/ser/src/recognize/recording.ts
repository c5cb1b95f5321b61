import { type Audio, type AudioBlock, type DecodedAudio, decodeAudio, decodeAudioBlocks } from '@ser/audio';
import { invalidArgument } from '@ser/core';
import { readFile, readFileBlocks } from '#read-file';
import type { RecognizeOptions, Recording, SegmentOptions } from '../contract.js';
import { aboutFile, type NamedAudio } from './audible.js';

const RECORDING = 'a path, bytes, a Blob, a Response, a stream, an AudioBuffer, or { samples, sampleRate }';

/** Longest recording that is read block by block, in seconds, unless an option says otherwise: a day. */
const MAX_SECONDS = 86_400;

/** How a recording is decoded. */
type Decoding = Pick<RecognizeOptions, 'mono' | 'signal'>;

/** Decodes a recording. */
export function toAudio(input: Recording, { mono, signal }: Decoding): Promise<DecodedAudio> {
  if (typeof input === 'string') return readFile(input, { mono, signal });
  if (typeof input === 'object' && input !== null) return decodeAudio(input, { mono, signal });
  throw invalidArgument('input', input, RECORDING);
}

/** Decodes a recording block by block. */
export function toBlocks(
  input: Recording,
  { mono, maxSeconds = MAX_SECONDS, signal }: SegmentOptions,
): AsyncGenerator<AudioBlock, void, undefined> {
  if (typeof input === 'string') return readFileBlocks(input, { mono, maxSeconds, signal });
  if (typeof input === 'object' && input !== null) return decodeAudioBlocks(input, { mono, maxSeconds, signal });
  throw invalidArgument('input', input, RECORDING);
}

/** Returns the name of a recording in messages. */
export const nameOf = (input: Recording): string => (typeof input === 'string' ? input : 'the recording');

/** Decodes several recordings; messages about those that are not files state their position. */
export async function toNamedAudio(clips: readonly Recording[], decoding: Decoding): Promise<NamedAudio[]> {
  const recordings: NamedAudio[] = [];
  for (const clip of clips) {
    const name = typeof clip === 'string' ? clip : `recording ${recordings.length + 1}`;
    try {
      recordings.push({ name, audio: await toAudio(clip, decoding) });
    } catch (error) {
      throw typeof clip === 'string' ? error : aboutFile(name, error);
    }
  }
  return recordings;
}

/** Returns the buffers of samples that decoding made; those of the caller are not among them. */
export function ownBuffers(input: Recording, { samples }: Audio): ArrayBuffer[] {
  const ofCaller = typeof input === 'object' && 'samples' in input;
  return ofCaller || !(samples.buffer instanceof ArrayBuffer) ? [] : [samples.buffer];
}
