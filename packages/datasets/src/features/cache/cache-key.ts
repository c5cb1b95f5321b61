import { createHash, type Hash } from 'node:crypto';
import { canonicalJson, Random, runInTurns, SerError } from '@ser/core';
import { augment, createFrontEnd, type Encoder, encoderOf, type FrontEndConfig } from '@ser/dsp';
import type { Extraction } from '../extraction.js';
import type { FileCut, FileCuts } from '../plan.js';

/** SHA-256 digests of files, in hexadecimal digits, by path. */
export type Digests = ReadonlyMap<string, string>;

/**
 * Decides what a cache hit is. The key of a cut is a SHA-256 of all that its features follow from, and nothing else:
 *
 * - the configuration of the front end, and the augmentation steps; of a speech encoder its SHA-256 and options, not the
 *   name of its file, so that features are found where neither the file nor ONNX Runtime is;
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
export async function extractionDigest({ frontEnd: config, augmentation }: Extraction): Promise<Uint8Array> {
  const frontEnd = withoutFile(config);
  const hash = createHash('sha256').update(canonicalJson(frontEnd));
  const sound = probe(frontEnd);
  const plan = createFrontEnd(frontEnd, { encoder: standIn(frontEnd) });
  await addOutcome(hash, async () => (await runInTurns(plan.extractSteps(sound))).data);
  if (augmentation) {
    hash.update(canonicalJson(augmentation.steps));
    for (const [i, step] of augmentation.steps.entries())
      await addOutcome(
        hash,
        () => augment(sound, [{ ...step, probability: 1 }], new Random(`step ${i}`), { voices: [sound] }).samples,
      );
  }
  return hash.digest();
}

/** A front end without what only people read of its encoder. */
const withoutFile = (frontEnd: FrontEndConfig): FrontEndConfig => ({
  ...frontEnd,
  features: frontEnd.features.map((feature) => {
    if (feature.kind !== 'encoder') return feature;
    const { file: _, ...rest } = feature;
    return rest;
  }),
});

/** An encoder that gives samples of each frame back, so that all that is around the real one counts. */
function standIn(frontEnd: FrontEndConfig): Encoder | undefined {
  const spec = encoderOf(frontEnd);
  if (!spec) return undefined;
  const { sha256, size, layer } = spec;
  const { nFft, frameLength = nFft, hopLength, center } = frontEnd.frame;
  const round = center === 'cover' ? Math.ceil : Math.floor;
  return {
    sha256,
    async run(samples) {
      const frames = 1 + Math.max(0, round((samples.length - frameLength) / hopLength));
      const layers = layer === undefined ? 1 : layer + 1;
      const data = Float32Array.from(
        { length: layers * frames * size },
        (_, i) => samples[(Math.floor((i % (frames * size)) / size) * hopLength + (i % size)) % samples.length]!,
      );
      return { data, dims: layer === undefined ? [1, frames, size] : [1, layers, frames, size] };
    },
  };
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
async function addOutcome(hash: Hash, make: () => Float32Array | Promise<Float32Array>): Promise<void> {
  try {
    hash.update(await make());
  } catch (error) {
    if (!(error instanceof SerError)) throw error;
    hash.update(error.message);
  }
}
