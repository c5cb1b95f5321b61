import { type Audio, type AudioBlock, type DecodedAudio, decodeAudio, decodeAudioBlocks } from '@ser/audio';
import { invalidArgument } from '@ser/core';
import { readFile, readFileBlocks } from '#read-file';
import { aboutFile, type NamedAudio } from './audible.js';
import type { RecognizeOptions, Recording } from './contract.js';

const RECORDING = 'a path, bytes, a Blob, a Response, a stream, an AudioBuffer, or { samples, sampleRate }';

/** How the work on a recording is stopped. */
type Stop = Pick<RecognizeOptions, 'signal'>;

/** Decodes a recording. */
export function toAudio(input: Recording, { signal }: Stop): Promise<DecodedAudio> {
  if (typeof input === 'string') return readFile(input, { signal });
  if (typeof input === 'object' && input !== null) return decodeAudio(input, { signal });
  throw invalidArgument('input', input, RECORDING);
}

/** Decodes a recording block by block. */
export function toBlocks(input: Recording, { signal }: Stop): AsyncGenerator<AudioBlock, void, undefined> {
  if (typeof input === 'string') return readFileBlocks(input, { signal });
  if (typeof input === 'object' && input !== null) return decodeAudioBlocks(input, { signal });
  throw invalidArgument('input', input, RECORDING);
}

/** Returns the name of a recording in messages. */
export const nameOf = (input: Recording): string => (typeof input === 'string' ? input : 'the recording');

/** Decodes several recordings; messages about those that are not files state their position. */
export async function toNamedAudio(clips: readonly Recording[], stop: Stop): Promise<NamedAudio[]> {
  const recordings: NamedAudio[] = [];
  for (const clip of clips) {
    const name = typeof clip === 'string' ? clip : `recording ${recordings.length + 1}`;
    try {
      recordings.push({ name, audio: await toAudio(clip, stop) });
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
