import { createHash, type Hash } from 'node:crypto';
import { canonicalJson, Random, SerError } from '@ser/core';
import { augment, createFrontEnd, type FrontEndConfig } from '@ser/dsp';
import type { Extraction } from '../extraction.js';
import type { FileCut, FileCuts } from '../plan.js';

/** SHA-256 digests of files, in hexadecimal digits, by path. */
export type Digests = ReadonlyMap<string, string>;

/**
 * Decides what a cache hit is. The key of a cut is a SHA-256 of all that its features follow from, and nothing else:
 *
 * - the configuration of the front end, and the augmentation steps;
 * - what the code makes of a fixed sound with them, so that another version of the code, or another platform, that gives
 *   other numbers has another key;
 * - the content of the recording, how its channels become one (`mono`), and the beginning and end of the cut;
 * - for an augmented version also the id of the utterance, the number of the version, the seed, and content, `mono`,
 *   beginning and end of each recording in its babble.
 *
 * Names and folders of recordings do not matter.
 *
 * @param made digest of the extraction, from {@link extractionDigest}.
 * @param digests of all recordings concerned.
 */
export function cacheKey(
  made: Uint8Array,
  { augmentation }: Extraction,
  digests: Digests,
  { path, mono }: FileCuts,
  { id, start, end, version, voices }: FileCut,
): Uint8Array {
  const place = [mono, start ?? null, end ?? null];
  const heard = voices.map((voice) => [digests.get(voice.path)!, voice.mono, voice.start ?? null, voice.end ?? null]);
  return createHash('sha256')
    .update(made)
    .update(Buffer.from(digests.get(path)!, 'hex'))
    .update(JSON.stringify(version === undefined ? place : [...place, id, version, augmentation?.seed, heard]))
    .digest();
}

/** Returns the SHA-256 of a front end and augmentation steps, and of what the code makes of a fixed sound with them. */
export function extractionDigest({ frontEnd, augmentation }: Extraction): Uint8Array {
  const hash = createHash('sha256').update(canonicalJson(frontEnd));
  const sound = probe(frontEnd);
  addOutcome(hash, () => createFrontEnd(frontEnd).extract(sound).data);
  if (augmentation) {
    hash.update(canonicalJson(augmentation.steps));
    for (const [i, step] of augmentation.steps.entries())
      addOutcome(
        hash,
        () => augment(sound, [{ ...step, probability: 1 }], new Random(`step ${i}`), { voices: [sound] }).samples,
      );
  }
  return hash.digest();
}

/** Two seconds of a gliding tone in noise, at twice the front end's rate so that resampling counts too. */
function probe({ sampleRate }: FrontEndConfig): { samples: Float32Array; sampleRate: number } {
  const random = new Random('probe');
  const rate = 2 * sampleRate;
  const samples = new Float32Array(2 * rate);
  for (let i = 0, phase = 0; i < samples.length; i++) {
    phase += (2 * Math.PI * (100 + (900 * i) / samples.length)) / rate;
    samples[i] = 0.3 * Math.sin(phase) + 0.02 * random.uniform(-1, 1);
  }
  return { samples, sampleRate: rate };
}

/** Adds numbers to a hash; or, where the sound does not suit the options, the message of the error. */
function addOutcome(hash: Hash, make: () => Float32Array): void {
  try {
    hash.update(make());
  } catch (error) {
    if (!(error instanceof SerError)) throw error;
    hash.update(error.message);
  }
}
