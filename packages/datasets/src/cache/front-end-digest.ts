import { createHash } from 'node:crypto';
import { Random, SerError } from '@ser/core';
import { createFrontEnd, type FrontEndConfig } from '@ser/dsp';

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
 * SHA-256 of a configuration and of what the front end makes of a fixed sound: it changes with the options, and also
 * when another version of the code, or another platform, gives other numbers.
 */
export function frontEndDigest(config: FrontEndConfig): Uint8Array {
  const hash = createHash('sha256').update(canonicalJson(config));
  try {
    hash.update(createFrontEnd(config).extract(probe(config)).data);
  } catch (error) {
    if (!(error instanceof SerError) || error.code !== 'INVALID_AUDIO') throw error;
    hash.update(error.message);
  }
  return hash.digest();
}
