/** What every engine of the `dsp` benchmark computes, in librosa's terms. */
export const CLIPS = { count: 100, seconds: 2, sampleRate: 16000, seed: 7 };
export const FRAMES = { nFft: 512, hopLength: 160 };
export const N_MELS = 40;
export const TOP_DB = 80;
export const PITCH = { fMin: 65, fMax: 400, frameLength: 1024 };
export const PUSH_SAMPLES = 128;

/** What is measured. `coeffs` is the number of cepstral coefficients before Δ and ΔΔ are appended. */
export const WORKS = {
  'mfcc-13': { title: 'MFCC 13 + Δ + ΔΔ', coeffs: 13 },
  'mfcc-40': { title: 'MFCC 40 + Δ + ΔΔ', coeffs: 40 },
  'log-mel': { title: 'log-mel 40' },
  yin: { title: 'pitch, YIN' },
  pyin: { title: 'pitch, pYIN' },
  wav: { title: 'WAV bytes → MFCC 13 + Δ + ΔΔ', coeffs: 13 },
  stream: { title: 'streaming MFCC 13 + Δ + ΔΔ, 128-sample pushes', coeffs: 13 },
};
