import { expect, it } from 'vitest';
import { createPowerSpectra, spectrogram } from './spectrogram.js';

const samples = Float64Array.from({ length: 4000 }, (_, i) => Math.sin(i * i * 0.001));

it.each([512, 480])('power spectra of frames of %i samples are those of the spectrogram, in any pieces', (size) => {
  const spectra = createPowerSpectra(size);
  const { bins } = spectra;
  expect([spectra.size, bins]).toEqual([size, 1 + size / 2]);
  const expected = spectrogram({ samples, sampleRate: 16000 }, { nFft: size, hopLength: 160, center: false, power: 2 });
  const whole = new Float64Array(expected.frames * bins);
  spectra.write(whole, samples, 160, expected.frames);
  expect(Float32Array.from(whole)).toEqual(expected.data);
  const one = new Float64Array(bins);
  for (const t of [0, 1, 20]) {
    spectra.write(one, samples.subarray(160 * t), 160, 1);
    expect(one).toEqual(whole.subarray(t * bins, (t + 1) * bins));
  }
});

it('power spectra refuse what has no room', () => {
  const spectra = createPowerSpectra(8);
  const out = new Float64Array(10);
  spectra.write(out, samples.subarray(0, 12), 4, 2);
  expect(() => spectra.write(out, samples.subarray(0, 11), 4, 2)).toThrow(/^samples must be samples of 2 frames/);
  expect(() => spectra.write(out.subarray(1), samples, 4, 2)).toThrow(/^out must be 2 × 5 values/);
  expect(() => createPowerSpectra(0)).toThrow(/^size must be/);
});
