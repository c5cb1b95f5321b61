// Computes MFCCs, Δ and ΔΔ of a recording, with the numbers of librosa.
//   npx tsx extract-mfcc.ts [recording]

import { readAudio } from '@ser/audio/node';
import { syntheticCorpus } from '@ser/datasets';
import { delta, mfcc, resample } from '@ser/dsp';

// A recording of yours, or an utterance of the synthetic corpus.
const [path] = process.argv.slice(2);
const corpus = syntheticCorpus();
const recording = path ? await readAudio(path) : await corpus.read(corpus.utterances[0]!);

// Features at different sample rates cannot be compared, so everything is resampled to one rate.
const audio = resample(recording, 16000);

// librosa.feature.mfcc(y=y, sr=16000, n_mfcc=13, n_fft=512, hop_length=160, n_mels=40)
export const coefficients = mfcc(audio, { nMfcc: 13, nFft: 512, hopLength: 160, nMels: 40 });
export const velocity = delta(coefficients);
export const acceleration = delta(coefficients, { order: 2 });

// Frame-major: coefficient c of frame t is data[t * coeffs + c].
console.log(
  `${(audio.samples.length / audio.sampleRate).toFixed(2)} s → ${coefficients.frames} frames of ${coefficients.coeffs} MFCCs`,
);
for (const t of [0, 50, 100]) {
  const row = coefficients.data.subarray(t * coefficients.coeffs, t * coefficients.coeffs + 5);
  console.log(`frame ${String(t).padStart(3)}: ${Array.from(row, (value) => value.toFixed(1)).join('  ')} …`);
}
