import { createFrontEnd, mfcc } from '@ser/dsp';

const samples = Float32Array.from({ length: 48000 }, (_, i) => 0.1 * Math.sin((2 * Math.PI * 220 * i) / 48000));

// One function, librosa's defaults: 1 frame every 512 samples × 20 coefficients.
const { data, frames, coeffs } = mfcc({ samples, sampleRate: 48000 });
console.log(frames, coeffs, data.length); // 94 20 1880

// A plan, made once: whatever the rate of the input, features at 16 kHz with Δ and ΔΔ.
const frontEnd = createFrontEnd({
  sampleRate: 16000,
  frame: { nFft: 512, hopLength: 160 },
  features: [{ kind: 'mfcc', nMfcc: 13, nMels: 40 }, { kind: 'rms' }],
  deltas: { orders: 2 },
});
const features = frontEnd.extract({ samples, sampleRate: 48000 });
console.log(features.frames, features.coeffs, frontEnd.names[13], frontEnd.names[14]); // 101 42 rms delta.mfcc0
