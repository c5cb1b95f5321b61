import { createHarmonicity } from '../../pitch/harmonicity.js';
import { createPyin } from '../../pitch/pyin.js';
import { frameIrregularity } from '../../pitch/voice.js';
import { createDifferenceFunction, firstTrough, periodOf } from '../../pitch/yin.js';
import { check } from '../../signal/check.js';
import type { ResolvedFeature } from '../front-end-config.js';
import { copyValues, type Feature, type FeatureContext, frameByFrame, frameFeature } from './feature.js';

/** Periods of the lowest pitch that a frame must hold for the quality of a voice to be measured within it. */
const LEAST_PERIODS = 3;

/** The difference function of a front end's frames. */
const differenceOf = (
  spec: { readonly fMin: number; readonly fMax: number },
  { sampleRate, frames: { length: frameLength }, onWarning }: FeatureContext,
) => createDifferenceFunction({ sampleRate, frameLength }, { ...spec, onWarning });

/** Fundamental frequency by YIN. */
export function yinFeature(spec: ResolvedFeature<'yin'>, context: FeatureContext): Feature {
  const { sampleRate } = context;
  const difference = differenceOf(spec, context);
  const { minPeriod } = difference;
  return frameFeature(['yin'], 'samples', context.frames, (x, at, _spectrum, row, to) => {
    const values = difference.of(x, at);
    row[to] = sampleRate / periodOf(values, firstTrough(values, spec.troughThreshold), minPeriod);
  });
}

/** The probability that a frame is voiced, by pYIN. */
export function voicingFeature(spec: ResolvedFeature<'voicing'>, context: FeatureContext): Feature {
  const { sampleRate, frames } = context;
  const difference = differenceOf(spec, context);
  const plan = createPyin(
    { sampleRate, hop: frames.hop, minPeriod: difference.minPeriod },
    { ...spec, maxTransitionRate: 0 },
  );
  const observed = new Float64Array(plan.pitches + 1);
  return frameFeature(['voicing'], 'samples', frames, (x, at, _spectrum, row, to) => {
    plan.observe(difference.of(x, at), observed);
    row[to] = plan.voicedProbability(observed);
  });
}

/** Fundamental frequency, voicing and its probability by pYIN, whose most probable path goes through the whole clip. */
export function pyinFeature(spec: ResolvedFeature<'pyin'>, context: FeatureContext): Feature {
  const { sampleRate, frames } = context;
  const difference = differenceOf(spec, context);
  const fillNa = spec.unvoiced === 'zero' ? 0 : null;
  const plan = createPyin({ sampleRate, hop: frames.hop, minPeriod: difference.minPeriod }, { ...spec, fillNa });
  const observations = plan.pitches + 1;
  const names = ['pyin.f0', 'pyin.voiced', 'pyin.probability'];
  const observed = new Float64Array(observations);
  return {
    names,
    size: Math.max(observations, names.length),
    needs: 'samples',
    clip: {
      reason: 'pyin',
      prepare(rows, width, at) {
        const count = rows.length / width;
        const of = (t: number) => rows.subarray(t * width + at, t * width + at + observations);
        const { f0, voiced } = plan.decode(count, of);
        for (let t = 0; t < count; t++) {
          const probability = plan.voicedProbability(of(t));
          rows.set([f0[t]!, voiced[t]!, probability], t * width + at);
        }
      },
    },
    analyze: frameByFrame('samples', frames, (x, at, _spectrum, row, to) => {
      plan.observe(difference.of(x, at), observed);
      row.set(observed, to);
    }),
    // The values past the names are those that the path through the clip is found from.
    finish: copyValues(names.length),
  };
}

/** Jitter, shimmer, or harmonics-to-noise ratio within each frame, whose period is YIN's. */
export function voiceQualityFeature(
  spec: ResolvedFeature<'jitter' | 'shimmer' | 'hnr'>,
  context: FeatureContext,
): Feature {
  const { sampleRate, frames } = context;
  const { kind, fMin } = spec;
  const { length } = frames;
  const needed = Math.ceil((LEAST_PERIODS * sampleRate) / fMin);
  check(length >= needed, 'frame.nFft', length, `at least ${needed} for ${kind}, ${LEAST_PERIODS} periods of fMin`);
  const difference = differenceOf(spec, context);
  const periodAt = (x: Float64Array, at: number) => {
    const values = difference.of(x, at);
    return periodOf(values, firstTrough(values, 0.1), difference.minPeriod);
  };
  const frame = new Float64Array(length);
  const harmonicity = kind === 'hnr' ? createHarmonicity(length) : undefined;
  return frameFeature([kind], 'samples', frames, (x, at, _spectrum, row, to) => {
    for (let i = 0; i < length; i++) frame[i] = x[at + i]!;
    const period = periodAt(x, at);
    if (harmonicity) {
      const ratio = harmonicity(frame, period);
      // A frame of constant value has nothing harmonic.
      row[to] = Number.isNaN(ratio) ? -100 : ratio;
    } else row[to] = frameIrregularity(frame, period)[kind === 'jitter' ? 'jitter' : 'shimmerDb'];
  });
}
