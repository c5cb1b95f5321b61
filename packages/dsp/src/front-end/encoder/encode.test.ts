import { Random, runInTurns, SerError } from '@ser/core';
import { describe, expect, it } from 'vitest';
import { functionals } from '../../temporal/functionals.js';
import { resample } from '../../waveform/resample.js';
import { createFrontEnd } from '../front-end.js';
import type { FrontEndConfig } from '../front-end-config.js';
import { describeEncoder, type Encoder, encoderOf } from './encoder.js';

const SHA = 'ab'.repeat(32);
const SIZE = 3;
const FRAME = { nFft: 400, hopLength: 320, center: false } as const;

const noise = (length: number, seed = 1): Float32Array => {
  const random = new Random(seed);
  return Float32Array.from({ length }, () => 0.1 * random.normal() + 0.02);
};

type Fields = Partial<Extract<FrontEndConfig['features'][number], { kind: 'encoder' }>>;

const config = (fields: Fields = {}, more: Partial<FrontEndConfig> = {}): FrontEndConfig => ({
  sampleRate: 16_000,
  frame: FRAME,
  features: [{ kind: 'encoder', sha256: SHA, size: SIZE, ...fields }],
  ...more,
});

/** The first, middle and last sample of each frame; `lengths` are those of the samples that it got. */
function fake({ frame = FRAME as FrontEndConfig['frame'], layers = 0 } = {}): Encoder & { lengths: number[] } {
  const lengths: number[] = [];
  return {
    sha256: SHA,
    lengths,
    async run(samples) {
      lengths.push(samples.length);
      const round = frame.center === 'cover' ? Math.ceil : Math.floor;
      const frames = 1 + Math.max(0, round((samples.length - frame.nFft) / frame.hopLength));
      const one = Array.from({ length: frames }, (_, t) =>
        [0, frame.nFft >> 1, frame.nFft - 1].map((i) => samples[t * frame.hopLength + i] ?? 0),
      ).flat();
      const all = Array.from({ length: Math.max(1, layers) }, (_, layer) => one.map((x) => x + layer)).flat();
      return { data: Float32Array.from(all), dims: layers > 0 ? [1, layers, frames, SIZE] : [1, frames, SIZE] };
    },
  };
}

const extract = (what: FrontEndConfig, encoder: Encoder, samples: Float32Array, sampleRate = 16_000) =>
  runInTurns(createFrontEnd(what, { encoder }).extractSteps({ samples, sampleRate }));

const errorOf = async (work: () => unknown): Promise<SerError> => {
  try {
    await work();
  } catch (error) {
    expect(error).toBeInstanceOf(SerError);
    return error as SerError;
  }
  throw new Error('no error');
};

describe('a front end with a speech encoder', () => {
  it('gives the frames of its output', async () => {
    const samples = noise(16_000);
    const plan = createFrontEnd(config(), { encoder: fake() });
    const { data, frames, coeffs } = await runInTurns(plan.extractSteps({ samples, sampleRate: 16_000 }));
    expect([frames, coeffs, plan.hopSeconds, plan.names]).toEqual([49, 3, 0.02, ['encoder0', 'encoder1', 'encoder2']]);
    for (const t of [0, 17, 48])
      expect([...data.slice(3 * t, 3 * t + 3)]).toEqual([0, 200, 399].map((i) => samples[320 * t + i]));
  });

  it.each([
    [1, 0],
    [1, 0.2],
    [2.5, 1],
    [0.03, 0],
  ])('gives the same frames in chunks of %d s with a context of %d s', async (chunkSeconds, contextSeconds) => {
    const samples = noise(16_000 * 5 + 77);
    const whole = await extract(config(), fake(), samples);
    const encoder = fake();
    const cut = await extract(config({ chunkSeconds, contextSeconds }), encoder, samples);
    expect(cut).toEqual(whole);
    expect(encoder.lengths.length).toBeGreaterThan(1);
    expect(Math.max(...encoder.lengths)).toBeLessThanOrEqual(chunkSeconds * 16_000);
  });

  it('gives the last frame too where frames cover all samples', async () => {
    const frame = { nFft: 320, hopLength: 320, center: 'cover' } as const;
    const samples = noise(16_000 * 3 + 5);
    const whole = await extract(config({}, { frame }), fake({ frame }), samples);
    expect(whole.frames).toBe(151);
    const fields = { chunkSeconds: 1, contextSeconds: 0.1 };
    expect(await extract(config(fields, { frame }), fake({ frame }), samples)).toEqual(whole);
  });

  it('resamples to the rate of the encoder, and standardizes the waveform of the whole clip on demand', async () => {
    const samples = noise(44_100);
    const at16 = Float64Array.from(resample({ samples, sampleRate: 44_100 }, 16_000).samples);
    const plain = await extract(config(), fake(), samples, 44_100);
    expect(plain.data[3]).toBe(Math.fround(at16[320]!));
    const mean = at16.reduce((sum, x) => sum + x, 0) / at16.length;
    const variance = at16.reduce((sum, x) => sum + (x - mean) ** 2, 0) / at16.length;
    const scaled = await extract(
      config({ normalizeWaveform: true, chunkSeconds: 0.5, contextSeconds: 0 }),
      fake(),
      samples,
      44_100,
    );
    for (let i = 0; i < 60; i++)
      expect(scaled.data[i]).toBeCloseTo((plain.data[i]! - mean) / Math.sqrt(variance + 1e-7), 5);
  });

  it('takes one layer of a stack, in either order of batch and layers', async () => {
    const samples = noise(8_000);
    const base = await extract(config(), fake(), samples);
    const third = await extract(config({ layer: 2 }), fake({ layers: 4 }), samples);
    expect([...third.data]).toEqual(Array.from(base.data, (x) => Math.fround(x + 2)));
    const { run, ...rest } = fake({ layers: 4 });
    const turned: Encoder = {
      ...rest,
      async run(...args) {
        const { data, dims } = await run(...args);
        return { data, dims: [dims[1]!, 1, dims[2]!, dims[3]!] };
      },
    };
    expect(await extract(config({ layer: 2 }), turned, samples)).toEqual(third);
  });

  it('pools frames by functionals, and normalizes them', async () => {
    const samples = noise(16_000);
    const pooled = createFrontEnd(config({}, { functionals: ['mean', 'std'] }), { encoder: fake() });
    const frames = await extract(config(), fake(), samples);
    const expected = functionals(frames, { functionals: ['mean', 'std'] });
    expect(await runInTurns(pooled.extractSteps({ samples, sampleRate: 16_000 }))).toEqual(expected);
    expect(pooled.names[1]).toBe('encoder0.std');
    const normalized = pooled.withNormalization({ mean: new Array(6).fill(1), std: new Array(6).fill(2) });
    const { data } = await runInTurns(normalized.extractSteps({ samples, sampleRate: 16_000 }));
    expect(data[0]).toBeCloseTo((expected.data[0]! - 1) / 2, 6);
  });

  it('normalizes frames, after the mean of the clip if that is subtracted', async () => {
    const samples = noise(16_000);
    const { data, frames } = await extract(config(), fake(), samples);
    const normalization = { mean: [0.5, 0, 0], std: [2, 1, 1] };
    const normalized = await extract(config({}, { normalization }), fake(), samples);
    expect(normalized.data[0]).toBeCloseTo((data[0]! - 0.5) / 2, 6);
    const mean = data.filter((_, i) => i % 3 === 0).reduce((sum, x) => sum + x, 0) / frames;
    const centered = await extract(config({}, { normalization, subtractClipMean: true }), fake(), samples);
    expect(centered.data[0]).toBeCloseTo((data[0]! - mean - 0.5) / 2, 6);
  });

  it('is known, but does not run, without its encoder', async () => {
    const file = { name: 'wavlm.onnx', bytes: 7, url: 'https://example.org/wavlm.onnx', license: 'MIT' };
    const plan = createFrontEnd(config({ file }));
    expect([plan.coeffs, plan.encoder, encoderOf(plan.config)?.size]).toEqual([3, undefined, 3]);
    const signal = { samples: noise(8_000), sampleRate: 16_000 };
    const what = `wavlm.onnx, 7 bytes, SHA-256 ${SHA}, https://example.org/wavlm.onnx, license MIT`;
    expect(await errorOf(() => runInTurns(plan.extractSteps(signal)))).toMatchObject({
      code: 'NOT_FOUND',
      message: 'the front end needs a speech encoder that was not given: wavlm.onnx (SHA-256 abababababab…)',
      hint: expect.stringContaining(what),
    });
    expect(describeEncoder(encoderOf(plan.config)!)).toBe(what);
    expect((await runInTurns(plan.withEncoder(fake()).extractSteps(signal))).frames).toBe(24);
  });
});

describe('errors', () => {
  const signal = { samples: noise(8_000), sampleRate: 16_000 };

  it('names an encoder with another SHA-256, and one that is not needed', async () => {
    const other = { ...fake(), sha256: 'cd'.repeat(32) };
    expect((await errorOf(() => createFrontEnd(config(), { encoder: other }))).message).toMatch(
      /^encoder must be the encoder \(SHA-256 abababababab…\), got one of SHA-256 cdcd/,
    );
    const mel = config({}, { features: [{ kind: 'rms' }] });
    expect((await errorOf(() => createFrontEnd(mel, { encoder: fake() }))).message).toMatch(
      /^encoder must be absent for a front end without an encoder/,
    );
  });

  it('runs asynchronously, and does not stream', async () => {
    const plan = createFrontEnd(config(), { encoder: fake() });
    expect(await errorOf(() => plan.extract(signal))).toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringMatching(/^a speech encoder runs asynchronously/),
      hint: expect.stringContaining('runInTurns'),
    });
    expect((await errorOf(() => plan.stream({ sampleRate: 16_000 }))).message).toBe(
      'encoder needs the whole clip and cannot stream',
    );
  });

  it.each<[string, Fields, number, string]>([
    [
      'another size',
      { size: 4 },
      0,
      'has the shape [1, 24, 3] for 7760 samples, not [1, frames, size] with 24 frames of 4',
    ],
    ['no stack', { layer: 0 }, 0, 'has the shape [1, 24, 3] for 7760 samples, not [1, layers, frames, size]'],
    ['a stack', {}, 2, 'has the shape [1, 2, 24, 3] for 7760 samples, not [1, frames, size]'],
    ['no such layer', { layer: 2 }, 2, 'has 2 layers, no layer 2'],
  ])('names an output of %s', async (_, fields, layers, message) => {
    const error = await errorOf(() => extract(config(fields), fake({ layers }), signal.samples));
    expect(error.code).toBe('INVALID_MODEL');
    expect(error.message).toContain(`output last_hidden_state of the encoder (SHA-256 abababababab…) ${message}`);
    expect(error.hint).toBeDefined();
  });

  it('names frames of another hop', async () => {
    const frame = { ...FRAME, hopLength: 160 };
    const error = await errorOf(() => extract(config({}, { frame }), fake(), signal.samples));
    expect(error.message).toContain('has the shape [1, 24, 3] for 7920 samples, not [1, frames, size] with 48 frames');
  });

  it.each<[Partial<FrontEndConfig>, string]>([
    [{ frame: { nFft: 400, hopLength: 320 } }, 'frame.center must be false or cover for an encoder'],
    [{ deltas: { orders: 1 } }, 'deltas must be absent for an encoder'],
    [{ preEmphasis: 0.97 }, 'preEmphasis must be absent for an encoder'],
    [{ features: [...config().features, { kind: 'rms' }] }, 'features must be the encoder alone'],
    [config({ chunkSeconds: 1, contextSeconds: 1 }), 'chunkSeconds must be longer than a frame and both contexts'],
    [config({ sha256: 'AB'.repeat(32) }), 'features.0.sha256 must be 64 hexadecimal digits in lower case'],
    [config({ file: { name: '../a.onnx' } }), 'features.0.file.name must be the name of a file without a folder'],
    [config({ file: { name: '..' } }), 'features.0.file.name must be the name of a file without a folder'],
    [config({ size: 0 }), 'features.0.size must be an integer from 1 to 16384'],
  ])('names a field that does not fit: %j', async (fields, message) => {
    expect((await errorOf(() => createFrontEnd({ ...config(), ...fields }))).message).toContain(message);
  });

  it('passes on what the encoder throws', async () => {
    const encoder: Encoder = { sha256: SHA, run: () => Promise.reject(new SerError('INVALID_MODEL', 'it fails')) };
    expect((await errorOf(() => extract(config(), encoder, signal.samples))).message).toBe('it fails');
  });

  it('refuses a clip that is shorter than a frame', async () => {
    expect(await errorOf(() => extract(config(), fake(), noise(399)))).toMatchObject({ code: 'INVALID_AUDIO' });
  });

  it('stops between two chunks', async () => {
    const controller = new AbortController();
    const { run, ...rest } = fake();
    let calls = 0;
    const encoder: Encoder = {
      ...rest,
      run(...args) {
        if (++calls === 2) controller.abort(new Error('enough'));
        return run(...args);
      },
    };
    const plan = createFrontEnd(config({ chunkSeconds: 1, contextSeconds: 0 }), { encoder });
    const steps = plan.extractSteps({ samples: noise(160_000), sampleRate: 16_000 });
    await expect(runInTurns(steps, { signal: controller.signal })).rejects.toThrow('enough');
    expect(calls).toBe(2);
  });
});
