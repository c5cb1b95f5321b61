import { describe, expect, it } from 'vitest';
import { createFrontEnd, delta, type FrontEndConfig, preset } from '../src/index.js';
import { Golden, type GoldenCase, realGolden, syntheticGolden } from './golden.js';

/** Halves go to the even integer, as by numpy. */
const roundEven = (x: number) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x));

/** What cannot be met, by function, with the reason. */
const outOfReach: Record<string, string> = {
  'opensmile.eGeMAPSv02.lld': "openSMILE's own feature set, which this package does not offer",
  'opensmile.eGeMAPSv02.func': "openSMILE's own feature set, which this package does not offer",
  'opensmile.MFCC12_0_D_A':
    'HTK conventions (loudest mel band on an equal-loudness scale, 16-bit samples) have no preset',
};

function configOf({ fn, sr, params }: GoldenCase): FrontEndConfig {
  if (fn.startsWith('kaldi')) {
    const kind = fn.endsWith('fbank') ? 'logMel' : 'mfcc';
    const config = preset('kaldi', { sampleRate: sr, kind, nMels: params.num_bins as number });
    const frame = { ...config.frame, window: params.window_type as 'povey' | 'hamming' };
    return { ...config, frame: params.snip_edges ? frame : { ...frame, center: 'hop' } };
  }
  const config = preset('psf', { sampleRate: sr, nMels: params.nfilt as number, nMfcc: params.numcep as number });
  const { preEmphasis, features, ...rest } = config;
  const { energy, ...mfcc } = features[0] as Extract<(typeof features)[number], { kind: 'mfcc' }>;
  return {
    ...rest,
    ...(params.preemph !== 0 && { preEmphasis: preEmphasis! }),
    features: [params.appendEnergy === false ? mfcc : { ...mfcc, energy: energy! }],
  };
}

/** Of the largest value; Kaldi computes in single precision. */
const TOLERANCE = 2e-5;

function compare(folder: string) {
  const golden = new Golden(folder, 'manifest-other.json');
  for (const each of golden.cases) {
    const name = `${each.fn} of ${each.input} ${JSON.stringify(each.params)}`;
    if (outOfReach[each.fn]) {
      it.skip(`${name}: ${outOfReach[each.fn]}`);
      continue;
    }
    it(name, () => {
      const { samples, sampleRate } = golden.signal(each);
      const quantized = samples.map((value) => roundEven(value * 32768) / 32768);
      const features = createFrontEnd(configOf(each)).extract({ samples: quantized, sampleRate });
      const { shape, values } = golden.array(each.outputs!.y!);
      expect([features.frames, features.coeffs]).toEqual(shape);
      const largest = values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
      const worst = values.reduce((max, value, i) => Math.max(max, Math.abs(value - features.data[i]!)), 0);
      expect(worst / largest).toBeLessThan(TOLERANCE);
      if (each.outputs!.delta2) {
        const expected = golden.array(each.outputs!.delta2).values;
        const actual = delta(features, { width: 5, mode: 'nearest' }).data;
        expect(expected.reduce((max, value, i) => Math.max(max, Math.abs(value - actual[i]!)), 0)).toBeLessThan(1e-4);
      }
    });
  }
}

describe('Kaldi and python_speech_features on synthetic signals', () => compare(syntheticGolden));

if (realGolden) describe('Kaldi and python_speech_features on real recordings', () => compare(realGolden!));
else console.info('skipped: presets on real recordings (SER_DATA_DIR/../golden is not there)');

describe('torchaudio, from torch.stft and its documented formulas', () => {
  const golden = new Golden(syntheticGolden, 'manifest-torchaudio.json');
  it.each(
    golden.cases.map(
      (each) => [`${each.fn} of ${each.input} ${each.sr} ${JSON.stringify(each.params)}`, each] as const,
    ),
  )('%s', (_, each) => {
    const { n_mels: nMels, n_mfcc: nMfcc } = each.params as { n_mels: number; n_mfcc?: number };
    const config = preset('torchaudio', {
      sampleRate: each.sr,
      nMels,
      ...(nMfcc === undefined ? { kind: 'logMel' as const } : { nMfcc }),
    });
    const features = createFrontEnd(config).extract(golden.signal(each));
    const { shape, values } = golden.array(each.outputs!.y!);
    expect([features.frames, features.coeffs]).toEqual(shape);
    const largest = values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
    const worst = values.reduce((max, value, i) => Math.max(max, Math.abs(value - features.data[i]!)), 0);
    // torchaudio takes half an odd sample rate for the whole number below.
    expect(worst / largest).toBeLessThan(each.sr % 2 ? 5e-3 : 1e-6);
  });
});

it('refuses names it does not know', () => {
  expect(() => preset('htk' as 'kaldi', { sampleRate: 16000 })).toThrow(/name must be/);
});
