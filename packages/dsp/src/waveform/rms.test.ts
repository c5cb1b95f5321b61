import { SerError } from '@ser/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spectrogram } from '../transform/spectrogram.js';
import { rms } from './rms.js';

const sampleRate = 16000;

describe('rms', () => {
  it('is the amplitude of a constant, lower where padding enters', () => {
    const { data, frames, coeffs } = rms(
      { samples: new Float32Array(1000).fill(-0.5), sampleRate },
      { frameLength: 200, hopLength: 100 },
    );
    expect([frames, coeffs]).toEqual([11, 1]);
    expect(data[5]).toBe(0.5);
    expect(data[0]).toBeCloseTo(0.5 * Math.SQRT1_2, 6);
  });

  it('is the same from the samples and from unwindowed spectra (Parseval)', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 64, maxLength: 300 }),
        fc.constantFrom(32, 33, 64),
        (values, nFft) => {
          const signal = { samples: Float64Array.from(values), sampleRate };
          const spectra = spectrogram(signal, { nFft, hopLength: 16, window: 'rectangular' });
          const fromSpectra = rms(spectra, { frameLength: nFft });
          const fromSamples = rms(signal, { frameLength: nFft, hopLength: 16 });
          expect(fromSpectra.frames).toBe(fromSamples.frames);
          fromSamples.data.forEach((value, t) => {
            expect(fromSpectra.data[t]).toBeCloseTo(value, 5);
          });
        },
      ),
    );
  });

  it('writes to out', () => {
    const out = { data: new Float32Array(3), frames: 3, coeffs: 1 };
    const signal = { samples: new Float32Array(20).fill(1), sampleRate };
    expect(rms(signal, { frameLength: 10, hopLength: 10 }, out)).toBe(out);
    expect(out.data[1]).toBe(1);
    expect(() => rms(signal, { frameLength: 10, hopLength: 5 }, out)).toThrow(/^out must be/);
  });

  it('refuses what it cannot measure', () => {
    const samples = new Float32Array(20);
    expect(() => rms({ samples: new Float32Array(0), sampleRate })).toThrow(SerError);
    expect(() => rms({ samples: Float32Array.of(1, Number.NaN), sampleRate })).toThrow(/samples must be finite/);
    expect(() => rms({ samples, sampleRate }, { frameLength: 0 })).toThrow(/^frameLength must be/);
    expect(() => rms({ samples, sampleRate }, { frameLength: 21, center: false })).toThrow(/samples/);
    const spectra = { data: new Float32Array(10), frames: 2, coeffs: 5, sampleRate };
    expect(() => rms(spectra, { frameLength: 16 })).toThrow('frameLength must be a size with 5 bins, got 16');
    spectra.data[3] = -1;
    expect(() => rms(spectra)).toThrow('spectrogram must be at least 0, got -1');
  });
});
