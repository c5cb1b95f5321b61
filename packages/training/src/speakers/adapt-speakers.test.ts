import { Random } from '@ser/core';
import { syntheticCorpus } from '@ser/datasets';
import { createFrontEnd, type FeatureMatrix } from '@ser/dsp';
import { enrollSpeaker, fitNormalization, type ModelEnrollment } from '@ser/models';
import { expect, it } from 'vitest';
import { DEFAULT_FRONT_END } from '../recipe/defaults.js';
import { type AdaptationClips, adaptSpeakers, speakerNormalization } from './adapt-speakers.js';

const random = new Random(1);
const clip = (level: number, spread: number): FeatureMatrix => ({
  data: Float32Array.from({ length: 300 }, (_, i) => level * (1 + (i % 3)) + spread * random.normal()),
  frames: 100,
  coeffs: 3,
});
const clips = { a: [clip(0, 1), clip(1, 1)], b: [clip(9, 4), clip(11, 4)], c: [clip(-5, 2), clip(-6, 2)] };
const parts = {
  train: [...clips.a, ...clips.b].map((features, i) => ({
    id: `t${i}`,
    features,
    label: i % 2,
    speaker: i < 2 ? 'a' : 'b',
    variants: [features],
  })),
  heldOut: clips.c.map((features, i) => ({ id: `h${i}`, features, label: i % 2, speaker: 'c' })),
};
const base = fitNormalization(parts.train.map(({ features }) => features));
const known = (kind: AdaptationClips['kind'], of: Partial<typeof clips> = clips): AdaptationClips => ({
  kind,
  clips: new Map(Object.entries(of)),
});

it('gives every speaker the statistics of the training part', () => {
  const adapted = adaptSpeakers(parts, known('speaker'));
  for (const own of [adapted.train.slice(0, 2), adapted.train.slice(2), adapted.heldOut]) {
    const { mean, std } = fitNormalization(own.map(({ features }) => features));
    for (let c = 0; c < 3; c++) {
      expect(mean[c]).toBeCloseTo(base.mean[c]!, 3);
      expect(std[c]).toBeCloseTo(base.std[c]!, 3);
    }
  }
  for (const { features, variants } of adapted.train) expect(variants).toEqual([features]);
  expect(adapted.train.map(({ id, label }) => [id, label])).toEqual(parts.train.map(({ id, label }) => [id, label]));
  expect(adapted.enrollment).toEqual({ kind: 'speaker', clips: 2, shrinkage: 0, scale: true });
  const { mean, std } = fitNormalization(clips.c);
  const own = speakerNormalization(base, adapted.enrollment, clips.c);
  for (let c = 0; c < 3; c++) {
    expect(own.mean[c]).toBeCloseTo(mean[c]!, 9);
    expect(own.std[c]).toBeCloseTo(std[c]!, 9);
  }
});

it('shifts enrolled speakers by a share that grows with the number of clips, and keeps the deviation', () => {
  const adapted = adaptSpeakers(parts, known('enrolled', { ...clips, a: [clips.a[0]!] }));
  const { enrollment } = adapted;
  const reference = fitNormalization([clips.a[0]!, ...clips.b]);
  // It does not depend on the clips of held-out speakers.
  expect(enrollment).toEqual({ kind: 'enrolled', clips: 1, shrinkage: 4, scale: false, reference });
  const share = (count: number): number => {
    const many = Array.from({ length: count }, (_, i) => clips.c[i % 2]!);
    const { mean, std } = speakerNormalization(base, enrollment, many);
    expect(std).toEqual(base.std);
    return (mean[0]! - base.mean[0]!) / (fitNormalization(many).mean[0]! - reference.mean[0]!);
  };
  expect([2, 4, 8].map(share)).toEqual([1 / 3, 0.5, 2 / 3].map((expected) => expect.closeTo(expected, 9)));
  const moved = clips.c[0]!.data[0]! - adapted.heldOut[0]!.features.data[0]!;
  expect(moved).toBeCloseTo((fitNormalization(clips.c).mean[0]! - reference.mean[0]!) / 3, 3);
});

it.each<ModelEnrollment>([
  { kind: 'enrolled', clips: 4, shrinkage: 4, scale: false, reference: { mean: [], std: [] } },
  { kind: 'speaker', clips: 4, shrinkage: 0, scale: true },
])('normalizes with the statistics that a finished model computes from the audio (%o)', async ({ ...enrollment }) => {
  const corpus = syntheticCorpus({ speakers: 2, utterancesPerEmotion: 2 });
  const sounds = await Promise.all(corpus.utterances.slice(0, 6).map((utterance) => corpus.read(utterance)));
  const frontEnd = createFrontEnd(DEFAULT_FRONT_END);
  const matrices = sounds.map((sound) => frontEnd.extract(sound));
  const normalization = fitNormalization(matrices);
  const own = enrollment.reference ? { ...enrollment, reference: fitNormalization(matrices.slice(0, 3)) } : enrollment;
  const member = { frontEnd: frontEnd.withNormalization(normalization), enrollment: own };
  const { adaptations } = enrollSpeaker({ members: [member] }, sounds.slice(3));
  expect(adaptations[0]!.normalization).toEqual(speakerNormalization(normalization, own, matrices.slice(3)));
});

it('computes the base statistics without held-out speakers', () => {
  const louder = parts.heldOut.map(({ features, ...example }) => ({
    ...example,
    features: { ...features, data: features.data.map((x) => x * 50) },
  }));
  const [near, other] = [parts, { ...parts, heldOut: louder }].map((some) => adaptSpeakers(some, known('speaker')));
  expect(other!.train).toEqual(near!.train);
});

it('does not change its input', () => {
  const before = clips.a[0]!.data.slice();
  adaptSpeakers(parts, known('speaker'));
  expect(clips.a[0]!.data).toEqual(before);
});

it('names a speaker without clips', () => {
  const { c: _, ...others } = clips;
  expect(() => adaptSpeakers(parts, known('speaker', others))).toThrow('clips of speaker c');
});
