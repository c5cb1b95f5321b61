import { expect, it } from 'vitest';
import { frame } from '../signal/frames.js';
import { toCoeffMajor } from '../signal/matrix.js';
import { istft, stft } from './stft.js';

const signal = {
  samples: Float64Array.from({ length: 1000 }, (_, i) => Math.cos((2 * Math.PI * 50 * i) / 1000)),
  sampleRate: 1000,
};

it('shows a tone at its bin, with its phase', () => {
  const { real, imag, frames, coeffs } = stft(signal, {
    nFft: 100,
    hopLength: 20,
    window: 'rectangular',
    center: false,
  });
  expect([frames, coeffs]).toEqual([46, 51]);
  for (let t = 0; t < frames; t++)
    for (let k = 0; k < coeffs; k++) {
      expect(real[t * coeffs + k]).toBeCloseTo(k === 5 ? 50 : 0, 8);
      expect(imag[t * coeffs + k]).toBeCloseTo(0, 8);
    }
});

it('takes a window as weights', () => {
  const weights = Array.from({ length: 30 }, (_, i) => i);
  const { samples } = istft(stft(signal, { nFft: 64, hopLength: 10, window: weights }), {
    hopLength: 10,
    window: weights,
    length: 1000,
  });
  expect(Math.max(...samples.map((x, i) => Math.abs(x - signal.samples[i]!)))).toBeLessThan(1e-9);
});

it('refuses windows wider than the frame, and spectra that do not fit', () => {
  expect(() => stft(signal, { nFft: 64, winLength: 65 })).toThrow('winLength must be from 1 to nFft, 64, got 65');
  expect(() => stft(signal, { nFft: 64, window: [1, 2, 3], winLength: 4 })).toThrow('winLength must be');
  expect(() => stft(signal, { nFft: 64, padMode: 'wrap' })).toThrow(
    'padMode must be constant or edge or reflect or symmetric, got "wrap"',
  );
  const spectrum = stft(signal, { nFft: 64 });
  expect(() => istft(spectrum, { nFft: 128 })).toThrow('nFft must be a size with 33 bins, got 128');
  expect(() => istft({ ...spectrum, frames: 3 })).toThrow('spectrogram must be the shape of its values');
});

it('frame cuts a signal into its pieces', () => {
  const samples = Float32Array.of(1, 2, 3, 4, 5, 6);
  const pieces = frame({ samples, sampleRate: 10 }, { frameLength: 3, hopLength: 2, center: false });
  expect(pieces).toEqual({ data: Float64Array.of(1, 2, 3, 3, 4, 5), frames: 2, coeffs: 3 });
  expect(toCoeffMajor(pieces)).toEqual(Float64Array.of(1, 3, 2, 4, 3, 5));
});
