import { Random } from '@ser/core';
import { expect, it } from 'vitest';
import { bandPower } from './band-power.fixture.js';
import { powerOf } from './noise.js';
import { changeGain, changePitch, changeSpeed, changeTempo, cropOrWrap, limitBand } from './sound-changes.js';

const rate = 16_000;
const tone = (hz: number, length = rate) => ({
  samples: Float32Array.from({ length }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * i) / rate)),
  sampleRate: rate,
});
/** The strongest frequency in Hz. */
const pitchOf = (samples: Float32Array): number => {
  let best = 0;
  let most = 0;
  for (let hz = 100; hz < 1000; hz += 5) {
    const power = bandPower(samples, rate, hz - 2.5, hz + 2.5);
    if (power > most) [best, most] = [hz, power];
  }
  return best;
};

it('changes speed with pitch, tempo without, pitch without tempo', () => {
  const audio = tone(400);
  const fast = changeSpeed(audio, { factor: 1.25 });
  expect([fast.samples.length, fast.sampleRate, pitchOf(fast.samples)]).toEqual([rate / 1.25, rate, 500]);
  const quick = changeTempo(audio, { factor: 1.25 });
  expect([quick.samples.length, pitchOf(quick.samples)]).toEqual([rate / 1.25, 400]);
  const high = changePitch(audio, { semitones: 12 });
  expect([high.samples.length, pitchOf(high.samples)]).toEqual([rate, 800]);
});

it('changes the level as asked', () => {
  const audio = tone(400);
  const ratio = powerOf(changeGain(audio, { db: -6.5 }).samples) / powerOf(audio.samples);
  expect(10 * Math.log10(ratio)).toBeCloseTo(-6.5, 4);
});

it('passes the band of a telephone and stops the rest', () => {
  const kept = (hz: number): number => {
    const audio = tone(hz);
    const middle = (samples: Float32Array): Float32Array => samples.subarray(2000, -2000);
    return 10 * Math.log10(powerOf(middle(limitBand(audio).samples)) / powerOf(middle(audio.samples)));
  };
  for (const hz of [450, 1000, 2000, 3250]) expect(Math.abs(kept(hz))).toBeLessThan(0.1);
  for (const hz of [50, 150, 3550, 5000, 7900]) expect(kept(hz)).toBeLessThan(-55);
  const audio = tone(1000);
  const [a, b] = [audio.samples, limitBand(audio).samples];
  for (let i = 4000; i < 4100; i++) expect(b[i]).toBeCloseTo(a[i]!, 2);
});

it('crops long audio and wraps short audio', () => {
  const audio = { samples: Float32Array.from({ length: 10 }, (_, i) => i), sampleRate: 10 };
  const starts = new Set<number>();
  const random = new Random(1);
  for (let i = 0; i < 100; i++) {
    const { samples } = cropOrWrap(audio, { seconds: 0.8 }, random);
    expect([...samples]).toEqual(Array.from({ length: 8 }, (_, k) => samples[0]! + k));
    starts.add(samples[0]!);
  }
  expect([...starts].sort()).toEqual([0, 1, 2]);
  expect([...cropOrWrap(audio, { seconds: 2.3 }, random).samples]).toEqual(
    Array.from({ length: 23 }, (_, i) => i % 10),
  );
});

it('refuses values out of range', () => {
  const audio = tone(400, 100);
  expect(() => changeSpeed(audio, { factor: 3 })).toThrow('factor must be in [0.5, 2], got 3');
  expect(() => changeTempo(audio, { factor: 0 })).toThrow('factor');
  expect(() => changePitch(audio, { semitones: 13 })).toThrow('semitones');
  expect(() => changeGain(audio, { db: Number.NaN })).toThrow('db');
  expect(() => limitBand(audio, { highHz: 8000 })).toThrow('highHz must be below half the rate');
  expect(() => limitBand(audio, { lowHz: 4000 })).toThrow('lowHz');
  expect(() => cropOrWrap(audio, { seconds: 0 }, new Random(1))).toThrow('seconds');
});
