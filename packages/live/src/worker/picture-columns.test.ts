import { melFilterBank } from '@ser/dsp';
import { describe, expect, it } from 'vitest';
import { MEL_BANDS } from './messages.js';
import { PictureColumns } from './picture-columns.js';

const RATE = 16_000;
const tone = (hz: number, length: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * i) / RATE));

/** The band in which a filter is largest at a frequency. */
function bandOf(hz: number): number {
  const { data } = melFilterBank({ sampleRate: RATE, nFft: 512, nMels: MEL_BANDS, fMax: 8000 });
  const bins = 257;
  const at = Math.round((hz * 512) / RATE);
  const gains = Array.from({ length: MEL_BANDS }, (_, band) => data[band * bins + at]!);
  return gains.indexOf(Math.max(...gains));
}

function collect(samples: Float32Array, block: number): { mel: number[]; peaks: number[] } {
  const columns = new PictureColumns(RATE);
  const mel: number[] = [];
  const peaks: number[] = [];
  for (let at = 0; at < samples.length; at += block) {
    const made = columns.push(samples.subarray(at, at + block));
    mel.push(...made.mel);
    peaks.push(...made.peaks);
  }
  return { mel, peaks };
}

describe('PictureColumns', () => {
  it('shows a tone in the band of its frequency, and its extremes', () => {
    const { mel, peaks } = collect(tone(1000, RATE), 1000);
    const middle = mel.slice(30 * MEL_BANDS, 31 * MEL_BANDS);
    expect(middle.indexOf(Math.max(...middle))).toBe(bandOf(1000));
    expect(peaks[60]).toBeCloseTo(-0.5, 2);
    expect(peaks[61]).toBeCloseTo(0.5, 2);
  });

  it('gives the same columns for blocks of any size, one for 256 samples', () => {
    const samples = tone(300, 10_240);
    const whole = collect(samples, samples.length);
    expect(collect(samples, 333)).toEqual(whole);
    expect(whole.peaks.length / 2).toBe(whole.mel.length / MEL_BANDS);
    expect(Math.abs(whole.peaks.length / 2 - samples.length / 256)).toBeLessThanOrEqual(1);
  });

  it('shows silence as 0', () => {
    const { mel, peaks } = collect(new Float32Array(8000), 800);
    expect(Math.max(...mel)).toBe(0);
    expect(Math.max(...peaks)).toBe(0);
  });
});
