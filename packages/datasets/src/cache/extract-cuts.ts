import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { decodeAudio, type MonoMix } from '@ser/audio';
import { SerError } from '@ser/core';
import type { FeatureMatrix, FrontEnd } from '@ser/dsp';
import { fileSystemError } from '../folder/walk-folder.js';
import { cutAudio } from '../own/cut-audio.js';

/** A part of a file: the whole, or from `start` to `end` in seconds. */
export interface Cut {
  readonly id: string;
  readonly start?: number;
  readonly end?: number;
}

/** Utterances of one file. */
export interface FileCuts {
  readonly path: string;
  readonly mono: MonoMix;
  readonly cuts: readonly Cut[];
}

/** SHA-256 of a file's content, and the features of each of its cuts. */
export interface ExtractedCuts {
  readonly digest: Uint8Array;
  readonly features: readonly FeatureMatrix[];
}

/**
 * Reads, decodes and extracts the utterances of one file.
 *
 * @throws SerError with the id of the utterance that cannot be used.
 */
export async function extractCuts({ path, mono, cuts }: FileCuts, frontEnd: FrontEnd): Promise<ExtractedCuts> {
  let id = cuts[0]?.id ?? path;
  try {
    const bytes = await readFile(path).catch((error) => {
      throw fileSystemError(error, 'file', path);
    });
    const audio = await decodeAudio(bytes, { name: path, mono });
    const features: FeatureMatrix[] = [];
    for (const cut of cuts) {
      id = cut.id;
      const whole = cut.start === undefined && cut.end === undefined;
      features.push(inSharedMemory(frontEnd.extract(whole ? audio : cutAudio(audio, cut))));
    }
    return { digest: createHash('sha256').update(bytes).digest(), features };
  } catch (error) {
    throw withId(id, error);
  }
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
