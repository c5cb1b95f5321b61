import { describe, expect, it } from 'vitest';
import { setLevel } from './level.js';
import { kWeight, loudness } from './loudness.js';

const sine = (sampleRate: number, seconds: number, amplitude = 1, hertz = 997) => ({
  samples: Float64Array.from(
    { length: Math.round(seconds * sampleRate) },
    (_, i) => amplitude * Math.sin((2 * Math.PI * hertz * i) / sampleRate),
  ),
  sampleRate,
});
const join = (...signals: { samples: Float64Array; sampleRate: number }[]) => ({
  samples: Float64Array.from(signals.flatMap(({ samples }) => [...samples])),
  sampleRate: signals[0]!.sampleRate,
});

describe('kWeight', () => {
  it('has the coefficients that BS.1770 tables for 48 kHz', () => {
    // The response to an impulse begins b0, b1 - a1 b0, b2 - a1 h1 - a2 b0.
    const response = (part: 'shelf' | 'highPass', [b0, b1, b2, a1, a2]: [number, number, number, number, number]) => {
      const impulse = Float64Array.of(1, 0, 0, 0, 0);
      kWeight(impulse, 48000, part);
      const expected = [b0, b1 - a1 * b0];
      expected.push(b2 - a1 * expected[1]! - a2 * expected[0]!);
      for (const n of [3, 4]) expected.push(-a1 * expected[n - 1]! - a2 * expected[n - 2]!);
      impulse.forEach((value, n) => {
        expect(value).toBeCloseTo(expected[n]!, 10);
      });
    };
    response('shelf', [1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585]);
    response('highPass', [1, -2, 1, -1.99004745483398, 0.99007225036621]);
  });
});

describe('loudness', () => {
  it.each([8000, 16000, 22050, 44100, 48000])('of a full-scale sine of 997 Hz at %i Hz is -3.01 LUFS', (rate) => {
    expect(loudness(sine(rate, 2))).toBeCloseTo(-3.01, 1);
  });

  it('passes the gates of EBU Tech 3341, cases 1 to 4, for one channel', () => {
    const level = (db: number, seconds: number) => sine(8000, seconds, 10 ** (db / 20), 1000);
    const gated = [level(-36, 10), level(-23, 60), level(-36, 10)];
    // One channel of a stereo signal has 3.01 LU less than both; the tolerance is that of Tech 3341.
    for (const [signal, expected] of [
      [level(-23, 20), -23],
      [level(-33, 20), -33],
      [join(...gated), -23],
      [join(level(-72, 10), ...gated, level(-72, 10)), -23],
    ] as const)
      expect(Math.abs(loudness(signal) + 3.01 - expected)).toBeLessThan(0.1);
  });

  it('refuses what is too short or too quiet', () => {
    expect(() => loudness(sine(16000, 0.39))).toThrow('samples must exceed -70 LUFS for at least 400 ms');
    expect(() => loudness(sine(16000, 1, 1e-5))).toThrow('samples must exceed -70 LUFS for at least 400 ms');
    expect(() => loudness(sine(2000, 1))).toThrow(/^sampleRate must be from 4000/);
  });
});

describe('setLevel', () => {
  const signal = sine(16000, 1, 0.1);

  it('brings RMS, peak or loudness to the target', () => {
    const rms = setLevel(signal, { kind: 'rms', targetDb: -20 }).samples;
    expect(Math.sqrt(Array.from(rms).reduce((sum, x) => sum + x * x, 0) / rms.length)).toBeCloseTo(0.1, 9);
    const peak = setLevel(signal, { kind: 'peak', targetDb: 6 }).samples;
    expect(Math.max(...Array.from(peak, Math.abs))).toBeCloseTo(10 ** 0.3, 9);
    expect(loudness(setLevel(signal, { kind: 'loudness', targetDb: -23 }))).toBeCloseTo(-23, 9);
  });

  it('refuses silence and unknown levels', () => {
    const silence = { samples: new Float32Array(16000), sampleRate: 16000 };
    expect(() => setLevel(silence, { kind: 'rms', targetDb: -20 })).toThrow(/^samples must be louder than silence/);
    expect(() => setLevel(silence, { kind: 'peak', targetDb: -20 })).toThrow(/^samples must be louder than silence/);
    expect(() => setLevel(signal, { kind: 'rms', targetDb: Number.NaN })).toThrow(/^targetDb must be/);
    expect(() => setLevel(signal, { kind: 'lufs' as 'rms', targetDb: 0 })).toThrow(/^kind must be/);
  });
});
