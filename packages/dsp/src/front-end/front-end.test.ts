import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Random, runAtOnce, SerError } from '@ser/core';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { useEngine } from '../engine/choose.js';
import { melSpectrogram } from '../spectral/mel/mel-spectrogram.js';
import { mfcc } from '../spectral/mel/mfcc.js';
import { spectralCentroid } from '../spectral/shape/spectral-centroid.js';
import { delta } from '../temporal/delta.js';
import { subtractClipMean } from '../temporal/subtract-clip-mean.js';
import { preEmphasis } from '../waveform/emphasis.js';
import { resample } from '../waveform/resample.js';
import { rms } from '../waveform/rms.js';
import { createFrontEnd, type FrontEnd } from './front-end.js';
import type { FrontEndConfig } from './front-end-config.js';
import { preset } from './preset.js';

const noise = (length: number, seed = 1) => {
  const random = new Random(seed);
  return Float32Array.from({ length }, () => 0.2 * random.normal());
};

const mfccs: FrontEndConfig = {
  sampleRate: 16000,
  frame: { nFft: 512, hopLength: 160 },
  features: [{ kind: 'mfcc', nMfcc: 13, nMels: 40 }],
  deltas: { orders: 2 },
};

/** Everything pushed in the given pieces, and flushed. */
function streamed(frontEnd: FrontEnd, samples: Float32Array, sampleRate: number, lengths: number[]): Float32Array {
  const stream = frontEnd.stream({ sampleRate });
  const all: number[] = [];
  let at = 0;
  for (const length of [...lengths, Math.max(0, samples.length - lengths.reduce((a, b) => a + b, 0))]) {
    all.push(...stream.push(samples.subarray(at, at + length)).data);
    at += length;
  }
  all.push(...stream.flush().data);
  return Float32Array.from(all);
}

describe('extract', () => {
  it('concatenates MFCCs, Δ and ΔΔ as the functions of those names compute them', () => {
    const signal = { samples: noise(8000), sampleRate: 16000 };
    const frontEnd = createFrontEnd(mfccs);
    const { data, frames, coeffs } = frontEnd.extract(signal);
    const base = mfcc(signal, { nMfcc: 13, nMels: 40, nFft: 512, hopLength: 160, topDb: null });
    const parts = [base, delta(base), delta(base, { order: 2 })];
    expect([frames, coeffs]).toEqual([51, 39]);
    for (let t = 0; t < frames; t++)
      for (let c = 0; c < 39; c++)
        expect(Math.abs(data[t * 39 + c]! - parts[Math.floor(c / 13)]!.data[t * 13 + (c % 13)]!)).toBeLessThan(2e-5);
    expect(frontEnd.names.filter((_, c) => c % 13 === 2)).toEqual(['mfcc2', 'delta.mfcc2', 'delta2.mfcc2']);
    expect(frontEnd.hopSeconds).toBe(0.01);
  });

  it.each<[string, Partial<FrontEndConfig>, number]>([
    ['as they are', {}, 16000],
    ['of another rate', {}, 44100],
    ['with what needs the whole clip', { level: { kind: 'rms', targetDb: -26 }, subtractClipMean: true }, 16000],
    ['summarized', { functionals: ['mean', 'std'] }, 22050],
  ])('extracts long signals in steps to the same bits: %s', (_, fields, sampleRate) => {
    const frontEnd = createFrontEnd({ ...mfccs, ...fields });
    const signals = [noise(140_000), noise(132_000, 2)].map((samples) => ({ samples, sampleRate }));
    const expected = signals.map((signal) => structuredClone(frontEnd.extract(signal)));
    // Two at once, and a whole one in between.
    const [first, second] = signals.map((signal) => frontEnd.extractSteps(signal));
    expect(first!.next().done).toBe(false);
    expect(second!.next().done).toBe(false);
    frontEnd.extract({ samples: noise(5000), sampleRate });
    expect([runAtOnce(first!), runAtOnce(second!)]).toEqual(expected);
  });

  it('has other features beside them, in the order asked for', () => {
    const signal = { samples: noise(4000), sampleRate: 16000 };
    const frame = { nFft: 512, hopLength: 160 };
    const { data, coeffs } = createFrontEnd({
      sampleRate: 16000,
      frame,
      features: [
        { kind: 'rms' },
        { kind: 'mel', nMels: 20 },
        { kind: 'zcr' },
        { kind: 'centroid' },
        { kind: 'bandwidth' },
        { kind: 'rolloff' },
        { kind: 'flatness' },
        { kind: 'logMel', nMels: 8 },
      ],
    }).extract(signal);
    expect(coeffs).toBe(34);
    const at = (c: number) => data[10 * coeffs + c];
    expect(at(0)).toBe(rms(signal, { frameLength: 512, hopLength: 160 }).data[10]);
    expect(at(5)).toBe(melSpectrogram(signal, { ...frame, nMels: 20 }).data[10 * 20 + 4]);
    expect(at(22)).toBeCloseTo(spectralCentroid(signal, frame).data[10]!, 3);
  });

  it('with topDb equals mfcc with its clip-wide limit', () => {
    const samples = noise(8000);
    samples.fill(0, 2000, 5000);
    const features = [{ kind: 'mfcc', nMfcc: 13, nMels: 40, topDb: 30 }] as const;
    const { sampleRate, frame } = mfccs;
    const { data } = createFrontEnd({ sampleRate, frame, features }).extract({ samples, sampleRate });
    const expected = mfcc(
      { samples, sampleRate: 16000 },
      { nMfcc: 13, nMels: 40, nFft: 512, hopLength: 160, topDb: 30 },
    );
    expect(data).toEqual(expected.data);
  });

  it('resamples, then sets the level, cuts silence and emphasizes, each as the function of that name', () => {
    const samples = noise(48000);
    samples.fill(0, 0, 12000);
    const config: FrontEndConfig = {
      sampleRate: 16000,
      frame: { nFft: 256, hopLength: 128 },
      features: [{ kind: 'rms' }],
    };
    const plain = createFrontEnd(config).extract({ samples, sampleRate: 48000 });
    expect(plain.frames).toBe(126);
    const loud = createFrontEnd({ ...config, level: { kind: 'peak', targetDb: -6 } });
    const same = createFrontEnd({ ...config, level: { kind: 'peak', targetDb: -6 } });
    const quiet = samples.map((x) => x / 10);
    const [a, b] = [loud.extract({ samples, sampleRate: 48000 }), same.extract({ samples: quiet, sampleRate: 48000 })];
    for (const [i, value] of a.data.entries()) expect(Math.abs(value - b.data[i]!)).toBeLessThan(1e-6);
    expect(
      createFrontEnd({ ...config, trim: { topDb: 30 } }).extract({ samples, sampleRate: 48000 }).frames,
    ).toBeLessThan(110);
    const emphasized = createFrontEnd({ ...config, preEmphasis: 0.97 }).extract({ samples, sampleRate: 48000 });
    const wide = Float64Array.from(samples);
    const expected = rms(preEmphasis(resample({ samples: wide, sampleRate: 48000 }, 16000), { coef: 0.97 }), {
      frameLength: 256,
      hopLength: 128,
    });
    expect(emphasized.data).toEqual(expected.data);
  });

  it('normalizes last, and writes into out', () => {
    const signal = { samples: noise(3000), sampleRate: 16000 };
    const frontEnd = createFrontEnd(mfccs);
    const raw = frontEnd.extract(signal);
    const mean = Array.from({ length: 39 }, (_, c) => c);
    const std = Array.from({ length: 39 }, (_, c) => 1 + c / 10);
    const out = { data: new Float32Array(raw.data.length), frames: raw.frames, coeffs: 39 };
    expect(frontEnd.withNormalization({ mean, std }).extract(signal, out)).toBe(out);
    for (const [i, value] of raw.data.entries())
      expect(Math.abs(out.data[i]! - (value - mean[i % 39]!) / std[i % 39]!)).toBeLessThan(1e-4);
    expect(() => frontEnd.extract(signal, { ...out, frames: 3 })).toThrow(/out must be 19 × 39/);
    expect(() => frontEnd.withNormalization({ mean, std: std.map(() => 0) })).toThrow(/normalization.std must be/);
  });

  it('survives being written to JSON', () => {
    const config = { ...mfccs, ...preset('kaldi', { sampleRate: 16000 }) };
    const signal = { samples: noise(4000), sampleRate: 16000 };
    expect(createFrontEnd(JSON.parse(JSON.stringify(config))).extract(signal)).toEqual(
      createFrontEnd(config).extract(signal),
    );
  });

  it('names what is wrong', () => {
    const signal = { samples: noise(1000), sampleRate: 16000 };
    const frontEnd = createFrontEnd(mfccs);
    expect(() => frontEnd.extract(signal)).toThrow('samples must fill 9 frames for deltas of that width, got 7');
    expect(() => frontEnd.extract({ ...signal, samples: new Float32Array(0) })).toThrow('samples must not be empty');
    expect(() => frontEnd.extract({ ...signal, samples: Float32Array.of(0, Number.NaN) })).toThrow(/finite/);
    const broken = (part: object) => () => createFrontEnd({ ...mfccs, ...part });
    expect(broken({ features: [] })).toThrow('features must be a list of 1 to 64 elements, got []');
    expect(broken({ features: [{ kind: 'logmel' }] })).toThrow(
      /^features.0.kind must be one of mel, logMel, mfcc, rms,/,
    );
    expect(broken({ frame: { nFft: 512, hopLength: 0 } })).toThrow(
      'frame.hopLength must be an integer from 1 to 16777216, got 0',
    );
    expect(broken({ frame: { nFft: 512, hopLength: null, center: 'hop' } })).toThrow(
      'frame.hopLength must be an integer',
    );
    expect(broken({ frame: { nFft: 512, hopLength: 160, winLength: 513 } })).toThrow(
      'frame.winLength must be at most the length of a frame, 512, got 513',
    );
    expect(broken({ deltas: { orders: 3 } })).toThrow('deltas.orders must be 1 or 2, got 3');
    expect(broken({ deltas: { orders: 1, width: 4 } })).toThrow('width must be odd, got 4');
    expect(broken({ sampleRate: undefined })).toThrow('sampleRate must be a number from 1 to 1048576, got undefined');
    expect(broken({ feature: [] })).toThrow('feature is not a field');
    expect(broken({ frame: { nFft: 512, hopLength: 160, window: 'hanning' } })).toThrow(
      'frame.window must be hann or hamming or blackman or povey or rectangular, got "hanning"',
    );
    expect(broken({ features: [{ kind: 'hnr', fMin: 80 }] })).toThrow(
      'frame.nFft must be at least 600 for hnr, 3 periods of fMin, got 512',
    );
    expect(broken({ functionals: ['mean', 'median'] })).toThrow(/^functionals.1 must be mean, std, .*, got "median"/);
  });

  it('refuses sizes that would exhaust the memory before it allocates any', () => {
    const sizes = [
      { frame: { nFft: 2 ** 24, hopLength: 160 } },
      { sampleRate: 1e9 },
      { features: [{ kind: 'mfcc', nMels: 2 ** 20, nMfcc: 2 ** 20 }] },
      { features: [{ kind: 'chroma', nChroma: 2 ** 20 }] },
      { features: Array.from({ length: 65 }, () => ({ kind: 'rms' })) },
      { deltas: { orders: 2, width: 1e9 + 1 } },
    ];
    const made = vi.spyOn(Float64Array, 'from');
    for (const part of sizes) expect(() => createFrontEnd({ ...mfccs, ...part } as FrontEndConfig)).toThrow(SerError);
    expect(made).not.toHaveBeenCalled();
    made.mockRestore();
    const frontEnd = createFrontEnd(mfccs);
    for (const sampleRate of [262_143, 1e300])
      expect(() => frontEnd.extract({ samples: noise(8000), sampleRate })).toThrow(/^to must be in a ratio/);
  });
});

const configs: Record<string, FrontEndConfig> = {
  'MFCC with Δ and ΔΔ': mfccs,
  'reflected ends, odd size': {
    sampleRate: 16000,
    frame: { nFft: 401, hopLength: 160, winLength: 300, padMode: 'reflect', window: 'hamming' },
    features: [{ kind: 'logMel', nMels: 20 }, { kind: 'zcr' }, { kind: 'centroid' }],
    deltas: { orders: 1, width: 5 },
  },
  'symmetric ends, hop longer than the frame': {
    sampleRate: 16000,
    preEmphasis: 0.9,
    frame: { nFft: 128, hopLength: 333, padMode: 'symmetric' },
    features: [{ kind: 'mel', nMels: 10 }, { kind: 'rms' }],
  },
  'edge ends': {
    sampleRate: 16000,
    frame: { nFft: 1024, hopLength: 64, padMode: 'edge' },
    features: [{ kind: 'flatness' }],
  },
  'whole frames': { ...mfccs, frame: { nFft: 256, hopLength: 100, center: false } },
  kaldi: { ...preset('kaldi', { sampleRate: 16000 }), deltas: { orders: 2 } },
  'kaldi, all samples': {
    ...preset('kaldi', { sampleRate: 16000 }),
    frame: { ...preset('kaldi', { sampleRate: 16000 }).frame, center: 'hop' },
  },
  psf: preset('psf', { sampleRate: 16000 }),
};

describe('stream', () => {
  const engines = ['webassembly', 'typescript'] as const;
  const cases = engines.flatMap((name) => Object.entries(configs).map(([title, config]) => ({ name, title, config })));
  it.each(cases)('$title in $name: the bits of extract, whatever the pieces', ({ name, config }) => {
    expect(useEngine(name)).toBe(true);
    const frontEnd = createFrontEnd(config);
    useEngine('webassembly');
    fc.assert(
      fc.property(
        fc.integer({ min: 2500, max: 12000 }),
        fc.array(fc.oneof(fc.nat(5), fc.nat(200), fc.nat(6000)), { maxLength: 30 }),
        fc.constantFrom(16000, 16000, 22050, 8000),
        fc.nat(),
        (length, pieces, sampleRate, seed) => {
          const samples = noise(length, seed);
          const [actual, expected] = [
            streamed(frontEnd, samples, sampleRate, pieces),
            frontEnd.extract({ samples, sampleRate }).data,
          ];
          expect(actual.length).toBe(expected.length);
          expect(actual.every((value, i) => Object.is(value, expected[i]))).toBe(true);
        },
      ),
      { numRuns: 8 },
    );
  });

  it.each(Object.entries(configs))('%s: both engines agree within 1e-6 of the largest value', (_, config) => {
    const [actual, expected] = engines.map((name) => {
      useEngine(name);
      return createFrontEnd(config).extract({ samples: noise(24_000, 5), sampleRate: 22050 }).data;
    }) as [Float32Array, Float32Array];
    useEngine('webassembly');
    const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(actual.length).toBe(expected.length);
    actual.forEach((value, i) => {
      if (!(Math.abs(value - expected[i]!) <= 1e-6 * largest)) expect(value).toBe(expected[i]);
    });
  });

  it('gives the bits of extract for signals shorter than their padding', () => {
    for (const padMode of ['constant', 'edge', 'reflect', 'symmetric'] as const)
      for (const length of [1, 2, 3, 50, 127, 128, 129, 256, 257]) {
        const frontEnd = createFrontEnd({
          sampleRate: 8000,
          frame: { nFft: 256, hopLength: 32, padMode },
          features: [{ kind: 'rms' }],
        });
        const samples = noise(length, length);
        const expected = frontEnd.extract({ samples, sampleRate: 8000 }).data;
        expect(streamed(frontEnd, samples, 8000, [1])).toEqual(expected);
        expect(expected).toEqual(rms({ samples, sampleRate: 8000 }, { frameLength: 256, hopLength: 32, padMode }).data);
      }
  });

  it('emits each frame as soon as its samples and look-ahead are there', () => {
    const stream = createFrontEnd(mfccs).stream({ sampleRate: 16000 });
    const whenFirst = 256 + 8 * 160;
    expect(stream.push(new Float32Array(whenFirst - 1)).frames).toBe(0);
    expect(stream.push(new Float32Array(1)).frames).toBe(5);
    expect(stream.push(new Float32Array(160)).frames).toBe(1);
    expect(stream.push(new Float32Array(0)).frames).toBe(0);
  });

  it('starts afresh after flush and after reset', () => {
    const stream = createFrontEnd(mfccs).stream({ sampleRate: 22050 });
    const samples = noise(6000);
    const all = () => [...stream.push(samples).data, ...stream.flush().data];
    const first = all();
    stream.push(noise(777));
    stream.reset();
    expect(all()).toEqual(first);
    stream.push(samples.subarray(0, 10));
    expect(() => stream.flush()).toThrow(/must fill 9 frames/);
    expect(all()).toEqual(first);
  });

  it('leaves the stream as it was when samples are refused', () => {
    const frontEnd = createFrontEnd(mfccs);
    const samples = noise(4000);
    const stream = frontEnd.stream({ sampleRate: 16000 });
    const all = [...stream.push(samples.subarray(0, 2000)).data];
    expect(() => stream.push(Float32Array.of(0.1, Number.POSITIVE_INFINITY))).toThrow(SerError);
    all.push(...stream.push(samples.subarray(2000)).data, ...stream.flush().data);
    expect(Float32Array.from(all)).toEqual(frontEnd.extract({ samples, sampleRate: 16000 }).data);
  });

  it('subtracts the mean over the clip before it normalizes', () => {
    const signal = { samples: noise(3000), sampleRate: 16000 };
    const config = { ...mfccs, subtractClipMean: true };
    const centered = subtractClipMean(createFrontEnd(mfccs).extract(signal));
    expect(createFrontEnd(config).extract(signal)).toEqual(centered);
    const mean = Array.from({ length: 39 }, (_, c) => c);
    const std = Array.from({ length: 39 }, (_, c) => 1 + c / 10);
    const { data } = createFrontEnd({ ...config, normalization: { mean, std } }).extract(signal);
    expect(data).toEqual(centered.data.map((value, i) => (value - mean[i % 39]!) / std[i % 39]!));
    expect(createFrontEnd({ ...mfccs, subtractClipMean: false }).extract(signal)).toEqual(
      createFrontEnd(mfccs).extract(signal),
    );
  });

  it('hides gain and channel where it subtracts the mean over the clip', () => {
    const config: FrontEndConfig = {
      sampleRate: 16000,
      frame: { nFft: 512, hopLength: 256 },
      features: [{ kind: 'logMel', nMels: 20 }],
      subtractClipMean: true,
    };
    const samples = noise(8000);
    const [plain, loud] = [1, 30].map((gain) =>
      createFrontEnd(config).extract({ samples: samples.map((x) => gain * x), sampleRate: 16000 }),
    );
    for (const [i, value] of plain!.data.entries()) expect(Math.abs(value - loud!.data[i]!)).toBeLessThan(1e-4);
  });

  it('brings clips to a fixed length, by silence on both sides or by their middle', () => {
    const fixed = createFrontEnd({ ...mfccs, fixedLength: 8001 });
    const samples = noise(9000);
    const long = fixed.extract({ samples, sampleRate: 16000 });
    expect(long).toEqual(createFrontEnd(mfccs).extract({ samples: samples.slice(499, 8500), sampleRate: 16000 }));
    const padded = new Float32Array(8001);
    padded.set(samples.subarray(0, 5000), 1500);
    const short = fixed.extract({ samples: samples.subarray(0, 5000), sampleRate: 16000 });
    expect(short).toEqual(createFrontEnd(mfccs).extract({ samples: padded, sampleRate: 16000 }));
    expect(fixed.extract({ samples: Float64Array.from(samples), sampleRate: 16000 })).toEqual(long);
    for (const fixedLength of [0, 0.5, 2 ** 25])
      expect(() => createFrontEnd({ ...mfccs, fixedLength })).toThrow(/^fixedLength must be an integer from 1 to/);
  });

  it('refuses what needs the whole clip, by name', () => {
    const start = (part: object) => () => createFrontEnd({ ...mfccs, ...part }).stream({ sampleRate: 16000 });
    expect(start({ level: { kind: 'rms', targetDb: -20 } })).toThrow(/^level needs the whole clip/);
    expect(start({ trim: { topDb: 30 } })).toThrow(/^trim needs the whole clip/);
    expect(start({ fixedLength: 8000 })).toThrow(/^fixedLength needs the whole clip/);
    expect(start({ subtractClipMean: true })).toThrow(/^subtractClipMean needs the whole clip/);
    expect(start({ features: [{ kind: 'logMel', topDb: 80 }] })).toThrow(/^topDb needs the whole clip/);
    expect(() => createFrontEnd(mfccs).stream({ sampleRate: 0 })).toThrow(/sampleRate must be a positive number/);
  });

  it('makes no arrays in steady state', () => {
    const stream = createFrontEnd({ ...mfccs, preEmphasis: 0.97 }).stream({ sampleRate: 44100 });
    const chunk = noise(128);
    for (let i = 0; i < 3000; i++) stream.push(chunk);
    let made = 0;
    const counting = <T extends typeof Float32Array | typeof Float64Array>(type: T) =>
      new Proxy(type, {
        construct(target, args) {
          made++;
          return Reflect.construct(target, args);
        },
      });
    const slices = (['slice', 'subarray', 'map'] as const).map((name) => vi.spyOn(Float32Array.prototype, name));
    vi.stubGlobal('Float32Array', counting(Float32Array));
    vi.stubGlobal('Float64Array', counting(Float64Array));
    let frames = 0;
    try {
      for (let i = 0; i < 1000; i++) frames += stream.push(chunk).frames;
      new Float64Array(1);
      expect(frames).toBeGreaterThan(280);
      expect(made, 'only the array that shows the counter counts').toBe(1);
      for (const slice of slices) expect(slice).not.toHaveBeenCalled();
    } finally {
      vi.unstubAllGlobals();
      vi.restoreAllMocks();
    }
  });

  it('leaves nothing to the garbage collector in steady state', () => {
    const script = fileURLToPath(new URL('../../test/steady-state.mjs', import.meta.url));
    const { frames, growth } = JSON.parse(execFileSync(process.execPath, [script], { encoding: 'utf8' }));
    expect(frames).toBeGreaterThan(4000);
    // One object for each of the 360 frames of a round would take more than 5 kB.
    growth.sort((a: number, b: number) => a - b);
    expect(growth[4]).toBeLessThan(4000);
  });
});
