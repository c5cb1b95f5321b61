import { createHash } from 'node:crypto';
import { type Audio, decodeAudio } from '@ser/audio';
import { SerError } from '@ser/core';
import { createFrontEnd, type FeatureMatrix } from '@ser/dsp';
import { cutAudio } from '../readers/files/cut-audio.js';
import { augmentCopy } from './augment-copy.js';
import type { Extraction } from './extraction.js';
import type { Cut, FileCuts } from './file-cuts.js';
import { readSoundFile } from './read-sound-file.js';
import { VoiceShelf } from './voice-shelf.js';

/** SHA-256 of a file's content, and the features of each of its cuts. */
export interface ExtractedCuts {
  readonly digest: Uint8Array;
  readonly features: readonly FeatureMatrix[];
}

/**
 * Reads, decodes and extracts the cuts of one file.
 *
 * @throws SerError with the id of the utterance that cannot be used.
 */
export type CutExtractor = (file: FileCuts) => Promise<ExtractedCuts>;

/** Prepares all that is needed for every file. */
export function createCutExtractor({ frontEnd: config, augmentation }: Extraction): CutExtractor {
  const frontEnd = createFrontEnd(config);
  const shelf = new VoiceShelf();
  const soundOf = async (whole: Audio, cut: Cut): Promise<Audio> => {
    const { id, start, end, copy, voices = [] } = cut;
    const audio = start === undefined && end === undefined ? whole : cutAudio(whole, cut);
    if (copy === undefined || !augmentation) return audio;
    const heard: Audio[] = [];
    for (const voice of voices) heard.push(await shelf.read(voice));
    return augmentCopy(audio, { ...augmentation, id, copy, voices: heard });
  };
  return async ({ path, mono, cuts }) => {
    let id = cuts[0]?.id ?? path;
    try {
      const bytes = readSoundFile(path);
      const audio = await decodeAudio(bytes, { name: path, mono });
      const features: FeatureMatrix[] = [];
      for (const cut of cuts) {
        id = cut.id;
        features.push(inSharedMemory(frontEnd.extract(await soundOf(audio, cut))));
      }
      return { digest: createHash('sha256').update(bytes).digest(), features };
    } catch (error) {
      throw withId(id, error);
    }
  };
}

/** Features in memory that threads share. */
export function inSharedMemory({ data, frames, coeffs }: FeatureMatrix): FeatureMatrix {
  const shared = new Float32Array(new SharedArrayBuffer(data.byteLength));
  shared.set(data);
  return { data: shared, frames, coeffs };
}

/** The error with the id of the utterance that it is about. */
export function withId(id: string, error: unknown): unknown {
  if (!(error instanceof SerError)) return error;
  return new SerError(error.code, `utterance ${id}: ${error.message}`, {
    cause: error,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  });
}
