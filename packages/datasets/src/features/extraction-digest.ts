import { createHash, type Hash } from 'node:crypto';
import { Random, SerError } from '@ser/core';
import { augment, createFrontEnd, type FrontEndConfig } from '@ser/dsp';
import type { Extraction } from './extraction.js';

/** JSON with sorted keys, so that equal configurations have equal texts. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => `${JSON.stringify(key)}:${canonicalJson(part)}`)
      .join(',')}}`;
  return JSON.stringify(value);
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

/**
 * SHA-256 of a configuration and of what the code makes of a fixed sound: it changes with the options, and also when
 * another version of the code, or another platform, gives other numbers. Seeds are no part of it.
 */
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

/** Adds numbers to a hash; or, where the sound does not suit the options, what is said about that. */
function addOutcome(hash: Hash, make: () => Float32Array): void {
  try {
    hash.update(make());
  } catch (error) {
    if (!(error instanceof SerError)) throw error;
    hash.update(error.message);
  }
}
