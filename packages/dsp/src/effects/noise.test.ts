import { Random } from '@ser/core';
import { expect, it } from 'vitest';
import { bandPower } from './band-power.fixture.js';
import { addNoise, babbleNoise, pinkNoise, powerOf, whiteNoise } from './noise.js';

const rate = 16_000;
const db = (ratio: number): number => 10 * Math.log10(ratio);
const tone = (hz: number, length = rate): Float32Array =>
  Float32Array.from({ length }, (_, i) => 0.1 * Math.sin((2 * Math.PI * hz * i) / rate));

it('reaches the signal-to-noise ratio within 0.1 dB', () => {
  const audio = { samples: tone(440), sampleRate: rate };
  const voices = [tone(200, 5000), tone(300, 7000)].map((samples) => ({ samples, sampleRate: rate }));
  const noises = [whiteNoise, pinkNoise].map((make) => make(rate, new Random(1)));
  for (const noise of [...noises, babbleNoise(voices, rate, new Random(1))])
    for (const snrDb of [-10, 0, 7.5, 40]) {
      const noisy = addNoise(audio, noise, { snrDb });
      const added = noisy.samples.map((sample, i) => sample - audio.samples[i]!);
      expect(Math.abs(db(powerOf(audio.samples) / powerOf(added)) - snrDb)).toBeLessThan(0.1);
    }
});

it('makes white noise flat and pink noise fall by 3 dB an octave', () => {
  const [white, pink] = [whiteNoise, pinkNoise].map((make) => make(1 << 18, new Random(7)));
  expect(powerOf(white!)).toBeCloseTo(1, 1);
  for (const low of [125, 250, 500, 1000, 2000]) {
    // An octave higher the band is twice as wide: white noise has 3 dB more in it, pink noise as much.
    const step = (noise: Float32Array) =>
      db(bandPower(noise, rate, 2 * low, 4 * low) / bandPower(noise, rate, low, 2 * low));
    expect(Math.abs(step(white!) - 3.01)).toBeLessThan(0.5);
    expect(Math.abs(step(pink!))).toBeLessThan(0.7);
  }
});

it('mixes all voices with equal power', () => {
  const voices = [
    { samples: tone(400), sampleRate: rate },
    { samples: tone(2000).map((x) => 9 * x), sampleRate: rate },
  ];
  const babble = babbleNoise(voices, 2 * rate, new Random(3));
  expect(db(bandPower(babble, rate, 300, 500) / bandPower(babble, rate, 1900, 2100))).toBeCloseTo(0, 1);
});

it('gives the same for the same seed and leaves the audio as it was', () => {
  expect(pinkNoise(100, new Random(5))).toEqual(pinkNoise(100, new Random(5)));
  expect(pinkNoise(100, new Random(5))).not.toEqual(pinkNoise(100, new Random(6)));
  const samples = tone(440, 50);
  addNoise({ samples, sampleRate: rate }, whiteNoise(50, new Random(1)), { snrDb: 0 });
  expect(samples).toEqual(tone(440, 50));
});

it('refuses what has no ratio', () => {
  const audio = { samples: tone(440, 50), sampleRate: rate };
  expect(() => addNoise(audio, new Float32Array(49), { snrDb: 0 })).toThrow('at least as long as the audio');
  expect(() => addNoise(audio, new Float32Array(50), { snrDb: 0 })).toThrow('noise with sound');
  expect(() => addNoise(audio, whiteNoise(50, new Random(1)), { snrDb: Number.NaN })).toThrow('snrDb must be');
  const silent = { samples: new Float32Array(50), sampleRate: rate };
  expect(() => addNoise(silent, whiteNoise(50, new Random(1)), { snrDb: 0 })).toThrow('audio without sound');
  expect(() => babbleNoise([], 5, new Random(1))).toThrow('at least one recording');
  expect(() => babbleNoise([audio, { ...audio, sampleRate: 8000 }], 5, new Random(1))).toThrow('one rate');
});
