import { describe, expect, it } from 'vitest';
import { checkLevel } from './check-level.js';
import { measureLevel } from './level.js';
import { removeDc } from './remove-dc.js';

const sampleRate = 16000;
const sine = (amplitude: number, offset = 0) => ({
  samples: Float32Array.from(
    { length: sampleRate },
    (_, i) => offset + amplitude * Math.sin((2 * Math.PI * 100 * i) / sampleRate),
  ),
  sampleRate,
});
const clip = ({ samples }: { samples: Float32Array }) => ({
  samples: samples.map((x) => Math.max(-1, Math.min(32767 / 32768, x))),
  sampleRate,
});

it('measures a sine: peak, RMS 3.01 dB below it, offset', () => {
  const level = measureLevel(sine(0.5, 0.1));
  expect(level.peak).toBeCloseTo(0.6, 4);
  expect(measureLevel(sine(1)).rmsDb).toBeCloseTo(-3.01, 2);
  expect(measureLevel(sine(0.1)).peakDb).toBeCloseTo(-20, 2);
  expect(level.dcOffset).toBeCloseTo(0.1, 5);
  expect(level).toMatchObject({ clipping: [], clippedRatio: 0 });
});

it('finds clipping in both directions, and knows a touch of full scale from it', () => {
  const samples = Float32Array.of(0, 1, 1, 1, 0, -1, -1, -1, -1, 1, 1, 0.5, 1);
  const level = measureLevel({ samples, sampleRate });
  expect(level.clipping).toEqual([
    { start: 1, length: 3 },
    { start: 5, length: 4 },
  ]);
  expect(level.clippedRatio).toBeCloseTo(7 / 13, 10);
  expect(measureLevel({ samples, sampleRate }, { run: 2 }).clipping.length).toBe(3);
  expect(measureLevel({ samples: samples.map((x) => x / 2), sampleRate }, { fullScale: 0.5 }).clipping.length).toBe(2);
  // 100 periods, both halves cut flat.
  expect(measureLevel(clip(sine(1.5))).clipping.length).toBe(200);
});

it('refuses what cannot be measured', () => {
  expect(() => measureLevel({ samples: new Float32Array(0), sampleRate })).toThrow(
    'samples must be at least one sample',
  );
  expect(() => measureLevel(sine(1), { fullScale: 0 })).toThrow('fullScale must be above 0');
  expect(() => measureLevel(sine(1), { run: 1.5 })).toThrow('run must be a positive integer');
});

describe('checkLevel', () => {
  const kinds = (audio: Parameters<typeof checkLevel>[0], options = {}) =>
    checkLevel(audio, options).map(({ kind }) => kind);

  it('returns nothing for a good recording', () => expect(kinds(sine(0.3))).toEqual([]));

  it('names what is wrong', () => {
    expect(kinds({ samples: new Float32Array(sampleRate), sampleRate })).toEqual(['silent']);
    expect(checkLevel({ samples: new Float32Array(sampleRate).fill(0.1), sampleRate })).toEqual([
      { kind: 'constant', message: 'every sample is 0.1: there is no sound' },
    ]);
    expect(checkLevel({ ...sine(0.3), samples: sine(0.3).samples.subarray(0, 16) })[0]).toEqual({
      kind: 'short',
      message: `it lasts ${(16 / sampleRate).toFixed(4)} s, less than 0.1 s`,
    });
    expect(kinds(sine(0.001))).toEqual(['quiet']);
    // -49.8 and -50.1 dBFS.
    expect(kinds(sine(0.0046))).toEqual([]);
    expect(kinds(sine(0.0044))).toEqual(['quiet']);
    expect(kinds(sine(0.2, 0.05))).toEqual(['dc-offset']);
    expect(checkLevel(clip(sine(1.5)))).toEqual([
      {
        kind: 'clipped',
        message: expect.stringMatching(/^5\d % of the samples are clipped, in 200 segments, the first at 0.00\d s$/),
      },
    ]);
  });

  it('takes other limits', () => {
    expect(kinds(sine(0.001), { minRmsDb: -80 })).toEqual([]);
    expect(kinds(clip(sine(1.5)), { maxClippedRatio: 0.6 })).toEqual([]);
    expect(kinds(sine(0.2, 0.05), { maxDcOffset: 0.1 })).toEqual([]);
  });
});

it('removes the offset and nothing else', () => {
  const audio = sine(0.3, -0.2);
  const { samples } = removeDc(audio);
  expect(Math.abs(measureLevel({ samples, sampleRate }).dcOffset)).toBeLessThan(1e-8);
  for (let i = 0; i < samples.length; i++) expect(samples[i]).toBeCloseTo(audio.samples[i]! + 0.2, 5);
  expect(() => removeDc({ samples: new Float32Array(0), sampleRate })).toThrow('at least one sample');
});
