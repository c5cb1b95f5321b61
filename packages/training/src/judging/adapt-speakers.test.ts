import { Random } from '@ser/core';
import { syntheticCorpus } from '@ser/datasets';
import { createFrontEnd, type FeatureMatrix } from '@ser/dsp';
import { enrolSpeaker } from '@ser/models';
import { expect, it } from 'vitest';
import { fitNormalisation } from '../data/normalisation.js';
import { DEFAULT_FRONT_END } from '../defaults.js';
import { adaptSpeakers, type SpeakerAdaptation } from './adapt-speakers.js';
import { enrolledStatistics } from './enrolled-statistics.js';

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
  heldOut: [],
  test: clips.c,
};
const adaptation = (kind: SpeakerAdaptation['kind'], known: typeof clips = clips): SpeakerAdaptation => ({
  kind,
  clips: new Map(Object.entries(known)),
  testSpeakers: ['c', 'c'],
});

it('gives every speaker the statistics of the training part', () => {
  const base = fitNormalisation(parts.train.map(({ features }) => features));
  const adapted = adaptSpeakers(parts, adaptation('speaker'));
  for (const own of [adapted.train.slice(0, 2), adapted.train.slice(2)]) {
    const { mean, std } = fitNormalisation(own.map(({ features }) => features));
    for (let c = 0; c < 3; c++) {
      expect(mean[c]).toBeCloseTo(base.mean[c]!, 3);
      expect(std[c]).toBeCloseTo(base.std[c]!, 3);
    }
  }
  for (const { features, variants } of adapted.train) expect(variants).toEqual([features]);
  const test = fitNormalisation(adapted.test);
  for (let c = 0; c < 3; c++) expect(test.mean[c]).toBeCloseTo(base.mean[c]!, 3);
  expect(adapted.train.map(({ id, label }) => [id, label])).toEqual(parts.train.map(({ id, label }) => [id, label]));
});

it('moves enrolled speakers by a share that grows with their clips, and leaves the deviation', () => {
  const base = fitNormalisation(parts.train.map(({ features }) => features));
  const reference = fitNormalisation(clips.a);
  const share = (count: number): number => {
    const many = Array.from({ length: count }, (_, i) => clips.c[i % 2]!);
    const { mean, std } = enrolledStatistics(base, reference, many);
    expect(std).toEqual(base.std);
    return (mean[0]! - base.mean[0]!) / (fitNormalisation(many).mean[0]! - reference.mean[0]!);
  };
  expect([2, 4, 8].map(share)).toEqual([1 / 3, 0.5, 2 / 3].map((expected) => expect.closeTo(expected, 9)));
  const adapted = adaptSpeakers(parts, adaptation('enrolled'));
  const trained = fitNormalisation([...clips.a, ...clips.b]);
  const moved = clips.c[0]!.data[0]! - adapted.test[0]!.data[0]!;
  expect(moved).toBeCloseTo((fitNormalisation(clips.c).mean[0]! - trained.mean[0]!) / 3, 3);
});

it('enrols by the formula that a finished model enrols by', async () => {
  const corpus = syntheticCorpus({ speakers: 2, utterancesPerEmotion: 2 });
  const sounds = await Promise.all(corpus.utterances.slice(0, 6).map((utterance) => corpus.read(utterance)));
  const frontEnd = createFrontEnd(DEFAULT_FRONT_END);
  const matrices = sounds.map((sound) => frontEnd.extract(sound));
  const [base, reference] = [fitNormalisation(matrices), fitNormalisation(matrices.slice(0, 3))];
  const model = { frontEnds: [frontEnd.withNormalisation(base)] };
  const { adaptations } = enrolSpeaker(model, sounds.slice(3), { reference });
  const { mean, std } = enrolledStatistics(base, reference, matrices.slice(3));
  expect(adaptations[0]!.normalisation.std).toEqual(std);
  for (const [c, value] of adaptations[0]!.normalisation.mean.entries()) expect(value).toBeCloseTo(mean[c]!, 4);
});

it('takes nothing about the base from held-out or test speakers', () => {
  const far = { ...parts, test: parts.test.map((matrix) => ({ ...matrix, data: matrix.data.map((x) => x * 50) })) };
  const [near, other] = [parts, far].map((some) => adaptSpeakers(some, adaptation('speaker')).train);
  expect(other).toEqual(near);
});

it('does not change what it is given', () => {
  const before = clips.a[0]!.data.slice();
  adaptSpeakers(parts, adaptation('speaker'));
  expect(clips.a[0]!.data).toEqual(before);
});

it('names a speaker of whom no clips are known', () => {
  const { c: _, ...known } = clips;
  expect(() => adaptSpeakers(parts, adaptation('speaker', known as typeof clips))).toThrow('clips of speaker c');
});
