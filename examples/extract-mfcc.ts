// Writes MFCCs, Δ and ΔΔ of a recording to a CSV or Parquet file, with the numbers of librosa.
//   npx tsx extract-mfcc.ts [recording] [mfcc.csv]

import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAudio } from '@ser/audio/node';
import { writeTable } from '@ser/core/node';
import { syntheticCorpus } from '@ser/datasets';
import { delta, type FeatureMatrix, mfcc, resample } from '@ser/dsp';

// A recording of yours, or an utterance of the synthetic corpus.
const [path, file = join(tmpdir(), 'ser-example-mfcc.csv')] = process.argv.slice(2);
const corpus = syntheticCorpus();
const recording = path ? await readAudio(path) : await corpus.read(corpus.utterances[0]!);

// Features at different sample rates cannot be compared, so everything is resampled to one rate.
const audio = resample(recording, 16000);

// librosa.feature.mfcc(y=y, sr=16000, n_mfcc=13, n_fft=512, hop_length=160, n_mels=40)
export const coefficients = mfcc(audio, { nMfcc: 13, nFft: 512, hopLength: 160, nMels: 40 });
export const velocity = delta(coefficients);
export const acceleration = delta(coefficients, { order: 2 });

// Frame-major: coefficient c of frame t is data[t * coeffs + c]. A table has a column for each coefficient.
const columnsOf = (name: string, { data, frames, coeffs }: FeatureMatrix): [string, Float32Array][] =>
  Array.from({ length: coeffs }, (_, c) => [
    `${name}${c}`,
    Float32Array.from({ length: frames }, (_, t) => data[t * coeffs + c]!),
  ]);

await writeTable(file, {
  time: Float64Array.from({ length: coefficients.frames }, (_, t) => (t * 160) / 16000),
  ...Object.fromEntries([
    ...columnsOf('mfcc', coefficients),
    ...columnsOf('delta', velocity),
    ...columnsOf('delta2_', acceleration),
  ]),
});
console.log(
  `${(audio.samples.length / audio.sampleRate).toFixed(2)} s → ${coefficients.frames} frames of ${coefficients.coeffs} MFCCs, written to ${file}`,
);
