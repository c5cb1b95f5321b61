import { Random, SerError } from '@ser/core';
import { describe, expect, it } from 'vitest';
import { pyin } from '../../pitch/pyin.js';
import { voiceQuality } from '../../pitch/voice.js';
import { yin } from '../../pitch/yin.js';
import type { DspWarning } from '../../signal/warnings.js';
import { chromaStft } from '../../spectral/chroma/chroma.js';
import { tonnetz } from '../../spectral/chroma/tonnetz.js';
import { spectralContrast } from '../../spectral/shape/spectral-contrast.js';
import { functionals } from '../../temporal/functionals.js';
import { lpc } from '../../waveform/lpc.js';
import { createFrontEnd } from '../front-end.js';
import type { FeatureSpec, FrontEndConfig } from '../front-end-config.js';

const sampleRate = 16000;
const frame = { nFft: 1024, hopLength: 256 };
const random = new Random(3);

/** A voice: a pulse train at 120 to 180 Hz with noise, then noise alone. */
const voice = (() => {
  let phase = 0;
  return Float32Array.from({ length: 12000 }, (_, i) => {
    phase += (120 + i / 200) / sampleRate;
    const pulse = i < 9000 ? Math.exp(-12 * (phase % 1)) : 0;
    return 0.5 * pulse + 0.003 * random.normal();
  });
})();
const signal = { samples: voice, sampleRate };

const extract = (feature: FeatureSpec, part: Partial<FrontEndConfig> = {}) =>
  createFrontEnd({ sampleRate, frame, features: [feature], ...part }).extract(signal);

/** The frames of the signal between zeros, as the front end cuts them. */
const frameAt = (t: number) => Float64Array.from({ length: 1024 }, (_, i) => voice[t * frame.hopLength - 512 + i] ?? 0);

describe('a feature by name', () => {
  it('yin equals yin(signal)', () => {
    const { data } = extract({ kind: 'yin', fMin: 75, fMax: 500, troughThreshold: 0.2 });
    const options = { fMin: 75, fMax: 500, troughThreshold: 0.2, frameLength: 1024, hopLength: 256 };
    expect(data).toEqual(yin(signal, options).data);
  });

  it.each([
    ['zero', 0],
    ['guess', null],
  ] as const)('pyin equals pyin(signal), unvoiced frames as %s', (unvoiced, fillNa) => {
    const { data, coeffs } = extract({ kind: 'pyin', fMin: 75, fMax: 500, unvoiced });
    const options = { fMin: 75, fMax: 500, fillNa, frameLength: 1024, hopLength: 256 };
    const { f0, voiced, voicedProbability } = pyin(signal, options);
    expect(coeffs).toBe(3);
    expect(data).toEqual(Float32Array.from([...f0].flatMap((hz, t) => [hz, voiced[t]!, voicedProbability[t]!])));
    expect(new Set(voiced)).toEqual(new Set([0, 1]));
  });

  it('voicing is the voiced probability of pyin(signal)', () => {
    const options = { fMin: 75, fMax: 500, frameLength: 1024, hopLength: 256 };
    expect(extract({ kind: 'voicing', fMin: 75, fMax: 500 }).data).toEqual(
      Float32Array.from(pyin(signal, options).voicedProbability),
    );
  });

  it('chroma equals chromaStft(signal), with a tuning that is given or estimated', () => {
    const options = { nFft: 1024, hopLength: 256 };
    expect(extract({ kind: 'chroma', tuning: 0.1 }).data).toEqual(chromaStft(signal, { ...options, tuning: 0.1 }).data);
    expect(extract({ kind: 'chroma', tuning: 'estimate', nChroma: 24 }).data).toEqual(
      chromaStft(signal, { ...options, nChroma: 24 }).data,
    );
    expect(extract({ kind: 'chroma', norm: null, octwidth: null }).data).toEqual(
      chromaStft(signal, { ...options, tuning: 0, norm: null, octwidth: null }).data,
    );
  });

  it('tonnetz equals tonnetz(chromaStft(signal))', () => {
    const { data } = extract({ kind: 'tonnetz' });
    const expected = tonnetz(chromaStft(signal, { nFft: 1024, hopLength: 256, tuning: 0 })).data;
    expect(expected.some((value) => Math.abs(value) > 0.1)).toBe(true);
    for (const [i, value] of data.entries()) expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-6);
  });

  it('contrast equals spectralContrast(signal), with topDb 80 or linear, silence included', () => {
    const samples = voice.slice();
    samples.fill(0, 5000);
    const gappy = { samples, sampleRate };
    for (const options of [{ linear: true }, { fMin: 100, nBands: 4, quantile: 0.1 }]) {
      const contrast = (topDb: number | null) =>
        createFrontEnd({ sampleRate, frame, features: [{ kind: 'contrast', topDb, ...options }] }).extract(gappy).data;
      const data = contrast(80);
      const expected = spectralContrast(gappy, { nFft: 1024, hopLength: 256, ...options }).data;
      for (const [i, value] of data.entries()) expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-5);
      if (!('linear' in options)) expect(contrast(null)).not.toEqual(data);
    }
  });

  it('lpc equals lpc(frame) without its leading 1', () => {
    const { data, frames, coeffs } = extract({ kind: 'lpc', order: 6 });
    expect(coeffs).toBe(6);
    for (let t = 0; t < frames; t += 7)
      expect(data.slice(t * 6, t * 6 + 6)).toEqual(
        Float32Array.from(lpc({ samples: frameAt(t), sampleRate }, { order: 6 }).subarray(1)),
      );
  });

  it('jitter, shimmer and hnr of a steady voice are those of voiceQuality(signal)', () => {
    // Pulses of 128 samples whose length and level alternate.
    const samples = new Float32Array(16000);
    for (let n = 0, at = 0; at < samples.length - 130; n++) {
      for (let i = 0; i < 40; i++) samples[at + i] = (n % 2 ? 0.5 : 0.45) * Math.exp(-i / 8);
      at += n % 2 ? 130 : 126;
    }
    const steady = { samples, sampleRate };
    const features = (['jitter', 'shimmer', 'hnr'] as const).map((kind) => ({ kind, fMin: 75, fMax: 500 }));
    const { data, frames } = createFrontEnd({ sampleRate, frame: { nFft: 2048, hopLength: 512 }, features }).extract(
      steady,
    );
    const middle = (c: number) => {
      const values = Array.from({ length: frames - 8 }, (_, t) => data[(t + 4) * 3 + c]!);
      return values.reduce((a, b) => a + b) / values.length;
    };
    const expected = voiceQuality(steady, { fMin: 75, fMax: 500 });
    expect(middle(0)).toBeCloseTo(expected.jitter, 2);
    expect(middle(0)).toBeGreaterThan(0.01);
    expect(middle(1)).toBeCloseTo(expected.shimmerDb, 1);
    expect(middle(1)).toBeGreaterThan(0.5);
    expect(Math.abs(middle(2) - expected.hnrDb)).toBeLessThan(1);
  });

  it('jitter and shimmer of noise and silence are 0 or small, hnr of silence is -100', () => {
    const features = [{ kind: 'jitter' }, { kind: 'shimmer' }, { kind: 'hnr' }] as const;
    const { data } = createFrontEnd({ sampleRate, frame, features }).extract({
      samples: new Float32Array(4000),
      sampleRate,
    });
    for (let i = 0; i < data.length; i += 3) expect([...data.slice(i, i + 3)]).toEqual([0, 0, -100]);
  });
});

const streaming: FeatureSpec[] = [
  { kind: 'yin' },
  { kind: 'voicing' },
  { kind: 'jitter' },
  { kind: 'shimmer' },
  { kind: 'hnr' },
  { kind: 'chroma' },
  { kind: 'tonnetz' },
  { kind: 'contrast' },
  { kind: 'lpc', order: 4 },
];

it('streams the bits of extract for every feature that can stream', () => {
  const frontEnd = createFrontEnd({ sampleRate, frame, features: streaming, deltas: { orders: 1 } });
  const expected = frontEnd.extract({ samples: voice, sampleRate: 22050 }).data;
  const stream = frontEnd.stream({ sampleRate: 22050 });
  const actual: number[] = [];
  for (let at = 0, size = 1; at < voice.length; at += size, size = (size * 7) % 1999)
    actual.push(...stream.push(voice.subarray(at, at + size)).data);
  actual.push(...stream.flush().data);
  expect(Float32Array.from(actual)).toEqual(expected);
  expect(frontEnd.names).toHaveLength(2 * (5 + 12 + 6 + 7 + 4));
  expect(frontEnd.names).toContain('delta.lpc4');
});

it.each([
  ['pyin', { kind: 'pyin' }],
  ['tuning', { kind: 'chroma', tuning: 'estimate' }],
  ['topDb', { kind: 'contrast', topDb: 80 }],
] as const)('refuses to stream what needs the whole clip: %s', (reason, feature) => {
  const frontEnd = createFrontEnd({ sampleRate, frame, features: [{ kind: 'rms' }, feature] });
  expect(() => frontEnd.stream({ sampleRate })).toThrow(`${reason} needs the whole clip and cannot stream`);
});

describe('functionals in a front end', () => {
  const config: FrontEndConfig = {
    sampleRate,
    frame,
    features: [{ kind: 'rms' }, { kind: 'centroid' }],
    deltas: { orders: 1 },
  };
  const names = ['mean', 'std', 'q95'] as const;

  it('are those of functionals(matrix), one vector a clip, with a name for each', () => {
    const frontEnd = createFrontEnd({ ...config, functionals: names });
    const expected = functionals(createFrontEnd(config).extract(signal), { functionals: names });
    expect(frontEnd.extract(signal)).toEqual(expected);
    expect(frontEnd.coeffs).toBe(12);
    expect(frontEnd.names.slice(0, 4)).toEqual(['rms.mean', 'rms.std', 'rms.q95', 'centroid.mean']);
    expect(frontEnd.names.at(-1)).toBe('delta.centroid.q95');
  });

  it('come after subtractClipMean and before normalization, and fill out', () => {
    const mean = Array.from({ length: 12 }, (_, i) => i);
    const std = Array.from({ length: 12 }, (_, i) => 1 + i);
    const plain = createFrontEnd({ ...config, functionals: names, subtractClipMean: true });
    const raw = plain.extract(signal);
    expect(raw.data[0]).toBeCloseTo(0, 5);
    const out = { data: new Float32Array(12), frames: 1, coeffs: 12 };
    expect(plain.withNormalization({ mean, std }).extract(signal, out)).toBe(out);
    expect(out.data).toEqual(raw.data.map((value, i) => (value - mean[i]!) / std[i]!));
    const uncentered = createFrontEnd({ ...config, functionals: names });
    expect(uncentered.withNormalization({ mean, std }).extract(signal).data).toEqual(
      uncentered.extract(signal).data.map((value, i) => (value - mean[i]!) / std[i]!),
    );
    expect(() => createFrontEnd({ ...config, functionals: names, normalization: { mean: [0], std: [1] } })).toThrow(
      'normalization.mean must be 12 finite numbers',
    );
  });

  it('cannot stream', () => {
    expect(() => createFrontEnd({ ...config, functionals: ['mean'] }).stream({ sampleRate })).toThrow(
      'functionals needs the whole clip and cannot stream',
    );
  });
});

it('warns once of each odd configuration, and of each clip shorter than a frame', () => {
  const warnings: DspWarning[] = [];
  const onWarning = (warning: DspWarning) => void warnings.push(warning);
  const config: FrontEndConfig = {
    sampleRate,
    frame: { nFft: 256, hopLength: 128 },
    features: [{ kind: 'mel' }, { kind: 'yin', fMin: 75 }, { kind: 'chroma', tuning: 'estimate' }],
  };
  const frontEnd = createFrontEnd(config, { onWarning });
  expect(warnings.map(({ code }) => code)).toEqual(['EMPTY_MEL_BANDS', 'FEW_PERIODS']);
  frontEnd.extract(signal);
  expect(warnings).toHaveLength(2);
  frontEnd.extract({ samples: voice.subarray(0, 200), sampleRate });
  expect(warnings.slice(2)).toEqual([
    { code: 'SHORT_SIGNAL', message: 'the frame of 256 samples is longer than the signal of 200' },
  ]);
  expect(() => createFrontEnd({ ...config, features: [{ kind: 'yin', fMin: 60 }] })).toThrow(SerError);
});
