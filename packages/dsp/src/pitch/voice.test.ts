import { Random } from '@ser/core';
import { describe, expect, it } from 'vitest';
import { voiceQuality } from './voice.js';

const sampleRate = 16000;

/**
 * A voice of two formants whose periods differ at random from 100 samples by up to `jitter`, and in level by up to
 * `shimmerDb`; with what that comes to by the formulas.
 */
function voice({ jitter = 0, shimmerDb = 0 }): { samples: Float64Array; jitter: number; shimmerDb: number } {
  const random = new Random(5);
  const samples = new Float64Array(2 * sampleRate);
  const lengths: number[] = [];
  const levels: number[] = [];
  for (let at = 200; at < samples.length - 200; at += lengths.at(-1)!) {
    lengths.push(100 * (1 + jitter * random.uniform(-1, 1)));
    levels.push(shimmerDb * random.uniform(-1, 1));
    for (let i = Math.ceil(at); i < at + 200; i++) {
      const t = (i - at) / sampleRate;
      for (const [hertz, width] of [
        [700, 300],
        [1500, 400],
      ] as const)
        samples[i]! +=
          0.3 * 10 ** (levels.at(-1)! / 20) * Math.exp(-Math.PI * width * t) * Math.sin(2 * Math.PI * hertz * t);
    }
  }
  const meanStep = (values: number[]) =>
    values.slice(1).reduce((sum, value, i) => sum + Math.abs(value - values[i]!), 0) / (values.length - 1);
  return { samples, jitter: meanStep(lengths) / 100, shimmerDb: meanStep(levels) };
}

describe('voiceQuality', () => {
  it('finds nothing wrong with a regular voice', () => {
    const { jitter, shimmerDb, hnrDb, f0, voiced, periods } = voiceQuality({ samples: voice({}).samples, sampleRate });
    expect(jitter).toBeLessThan(0.001);
    expect(shimmerDb).toBeLessThan(0.05);
    expect(hnrDb).toBeGreaterThan(30);
    expect(f0).toBeCloseTo(160, 0);
    expect(voiced).toBeGreaterThan(0.9);
    expect(Math.abs(periods - 316)).toBeLessThan(5);
  });

  it.each([0.005, 0.01, 0.02, 0.04])('measures the jitter of periods that vary by %f', (jitter) => {
    const { samples, jitter: expected } = voice({ jitter });
    expect(Math.abs(voiceQuality({ samples, sampleRate }).jitter / expected - 1)).toBeLessThan(0.2);
  });

  it.each([0.5, 1, 2])('measures the shimmer of levels that vary by %f dB', (shimmerDb) => {
    const { samples, shimmerDb: expected } = voice({ shimmerDb });
    expect(Math.abs(voiceQuality({ samples, sampleRate }).shimmerDb / expected - 1)).toBeLessThan(0.2);
  });

  it.each([10, 20, 30])('measures %i dB of harmonics above noise', (db) => {
    const random = new Random(db);
    const samples = Float64Array.from({ length: 2 * sampleRate }, (_, i) => {
      const noise = Math.SQRT1_2 * 10 ** (-db / 20) * random.normal();
      return 0.3 * (Math.sin((2 * Math.PI * 150 * i) / sampleRate) + noise);
    });
    expect(Math.abs(voiceQuality({ samples, sampleRate }).hnrDb - db)).toBeLessThan(1);
  });

  it('does not depend on the level', () => {
    const loud = voice({ jitter: 0.01, shimmerDb: 1 }).samples;
    const quiet = loud.map((x) => x / 64);
    expect(voiceQuality({ samples: quiet, sampleRate })).toEqual(voiceQuality({ samples: loud, sampleRate }));
  });

  it('refuses what holds no voice', () => {
    const random = new Random(1);
    const noise = Float32Array.from({ length: 800 }, () => random.normal());
    for (const samples of [new Float32Array(8000), noise])
      expect(() => voiceQuality({ samples, sampleRate }, { fMin: 300 })).toThrow('samples must contain');
    expect(() => voiceQuality({ samples: noise, sampleRate }, { fMin: 5 })).toThrow(/^fMin must be/);
    expect(() => voiceQuality({ samples: noise, sampleRate }, { hopSeconds: 1e-9 })).toThrow(/^hopSeconds/);
    expect(() => voiceQuality({ samples: noise, sampleRate }, { fMax: 9000 })).toThrow(/^fMax/);
  });
});
