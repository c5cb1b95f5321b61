import { createFrontEnd, type Signal } from '@ser/dsp';
import type { io } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { mfccFrontEnd, tone } from '../../test/audio.js';
import { makeModel } from '../../test/model.js';
import { startBackend } from '../backend/start-backend.js';
import { describeEnrollment, type ModelEnrollment } from '../speakers/model-enrollment.js';
import { enrollSpeaker, type SpeakerProfile } from '../speakers/speaker-profile.js';
import { SerEnsemble } from './ser-ensemble.js';
import { SerModel } from './ser-model.js';

beforeAll(async () => {
  await startBackend();
});

const clips = [tone(0.6, 16_000, 200), tone(0.9, 16_000, 300)];
const model = () => makeModel({ kind: 'cnn', filters: [8, 8] });

/** Mean and standard deviation of each coefficient before normalization. */
const rawStatistics = () => rawStatisticsOf(...clips);

function rawStatisticsOf(...recordings: readonly Signal[]) {
  const { normalization: _, ...config } = mfccFrontEnd().config;
  const matrices = recordings.map((clip) => createFrontEnd(config).extract(clip));
  const frames = matrices.reduce((sum, matrix) => sum + matrix.frames, 0);
  const columns = Array.from({ length: 13 }, (_, c) =>
    matrices.flatMap(({ data }) => [...data].filter((_, i) => i % 13 === c)),
  );
  const mean = columns.map((column) => column.reduce((a, b) => a + b) / frames);
  const std = columns.map((column, c) => Math.sqrt(column.reduce((a, b) => a + (b - mean[c]!) ** 2, 0) / frames));
  return { mean, std };
}

/** What a model's file holds. */
async function fileOf(own: SerModel): Promise<io.ModelArtifacts> {
  let stored: io.ModelArtifacts = {};
  await own.save({
    async save(artifacts) {
      stored = JSON.parse(JSON.stringify(artifacts));
      stored.weightData = artifacts.weightData!;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    },
  });
  return stored;
}

const close = (actual: readonly number[], expected: readonly number[]): void => {
  for (const [i, value] of actual.entries()) expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-3);
};

describe('enrollSpeaker', () => {
  it('moves the means towards the speaker by k / (k + shrinkage)', () => {
    const { adaptations, clips: count } = enrollSpeaker(model(), clips, { shrinkage: 6 });
    expect(count).toBe(2);
    const speaker = rawStatistics();
    const { mean, std } = adaptations[0]!.normalization;
    close(
      mean,
      speaker.mean.map((m) => -3 + 0.25 * (m + 3)),
    );
    expect(std).toEqual(new Array(13).fill(40));
  });

  it('moves the standard deviations in proportion if asked', () => {
    const { adaptations } = enrollSpeaker(model(), clips, { shrinkage: 2, scale: true });
    const speaker = rawStatistics();
    close(
      adaptations[0]!.normalization.std,
      speaker.std.map((s) => 40 * (s / 40) ** 0.5),
    );
  });

  it('becomes the speaker without shrinkage, and compares with a reference', () => {
    const speaker = rawStatistics();
    const plain = enrollSpeaker(model(), clips, { shrinkage: 0 });
    close(plain.adaptations[0]!.normalization.mean, speaker.mean);
    const likeAll = enrollSpeaker(model(), clips, { shrinkage: 0, reference: speaker });
    close(likeAll.adaptations[0]!.normalization.mean, new Array(13).fill(-3));
  });

  it('refuses what makes no sense, by name', () => {
    expect(() => enrollSpeaker(model(), [])).toThrow('clips must be a list of at least one clip');
    expect(() => enrollSpeaker(model(), clips, { shrinkage: -1 })).toThrow(
      'enrollment.shrinkage must be a number of at least 0',
    );
    expect(() => enrollSpeaker(model(), clips, { reference: { mean: [1], std: [1] } })).toThrow(
      'enrollment.reference.mean must be 13 numbers, one for each coefficient',
    );
    const { normalization: _, ...config } = mfccFrontEnd().config;
    const plain = makeModel({ kind: 'baseline' }, { frontEnd: createFrontEnd(config) });
    expect(() => enrollSpeaker(plain, clips)).toThrow('the model does not normalize features');
  });
});

describe('a model that met strangers and kept what their neutral clips have in common', () => {
  const neutral = { mean: new Array<number>(13).fill(-5), std: new Array<number>(13).fill(20) };
  const keeping = (parts = {}) => makeModel({ kind: 'cnn', filters: [8, 8] }, { neutral, ...parts });

  it('compares a speaker with it, also once it was saved and loaded', async () => {
    const own = keeping();
    const told = enrollSpeaker(model(), clips, { reference: neutral });
    expect(enrollSpeaker(own, clips).adaptations[0]!.normalization).toEqual(told.adaptations[0]!.normalization);
    const loaded = await SerModel.load({ load: () => fileOf(own) });
    expect(loaded.neutral).toEqual(neutral);
    expect(loaded.withTemperature(2).neutral).toEqual(neutral);
    expect(loaded.predict(clips[0]!, { speaker: enrollSpeaker(own, clips) })).toEqual(
      own.predict(clips[0]!, { speaker: enrollSpeaker(own, clips) }),
    );
    expect(() => model().predict(clips[0]!, { speaker: enrollSpeaker(own, clips) })).toThrow(/profile/);
  });

  it('is refused where it does not fit', () => {
    expect(() => keeping({ neutral: { mean: [1], std: [1] } })).toThrow(
      'neutral.mean must be 13 numbers, one for each coefficient',
    );
  });
});

describe('a model that carries the scores of neutral clips', () => {
  const neutralScores = [Math.log(0.5), Math.log(0.3), Math.log(0.2)];
  const scoring = (parts = {}) => makeModel({ kind: 'cnn', filters: [8, 8] }, { neutralScores, ...parts });
  const inOrder = (own: SerModel, options = {}) => {
    const { probabilities } = own.predict(clips[0]!, options);
    return own.labels.map((label) => probabilities.find((one) => one.label === label)!.probability);
  };

  it('takes from the scores of a speaker what its clips have more than neutral clips of others', () => {
    const own = scoring();
    // With this reference, the normalization of the profile is that of the model.
    const speaker = enrollSpeaker(own, [clips[0]!], { shrinkage: 0, reference: rawStatisticsOf(clips[0]!) });
    expect(speaker.adaptations[0]!.normalization.mean[0]).toBeCloseTo(own.frontEnd.config.normalization!.mean[0]!, 9);
    // The clip that the speaker was enrolled from gets the scores of neutral clips.
    for (const [label, p] of inOrder(own, { speaker }).entries()) expect(p).toBeCloseTo([0.5, 0.3, 0.2][label]!, 5);
    // Before calibration: a temperature is applied to the shifted answer.
    const roots = [0.5, 0.3, 0.2].map(Math.sqrt);
    const sum = roots.reduce((a, b) => a + b);
    const soft = scoring({ temperature: 2 });
    for (const [label, p] of inOrder(soft, { speaker }).entries()) expect(p).toBeCloseTo(roots[label]! / sum, 5);
    expect(own.predictMany([clips[0]!], { speaker })[0]!.probabilities).toEqual(
      own.predict(clips[0]!, { speaker }).probabilities,
    );
  });

  it('trusts k clips by k / (k + 4)', () => {
    const [one, whole] = [{}, { shrinkage: 0 }].map(
      (options) => enrollSpeaker(scoring(), [clips[0]!], options).adaptations[0]!.scoreShift!,
    );
    for (const [label, shift] of one!.entries()) expect(shift).toBeCloseTo(whole![label]! / 5, 9);
  });

  it('keeps them in its file, and refuses the profile of a model with others', async () => {
    const loaded = await SerModel.load({ load: () => fileOf(scoring()) });
    expect(loaded.neutralScores).toEqual(neutralScores);
    expect(loaded.withTemperature(2).neutralScores).toEqual(neutralScores);
    const speaker = enrollSpeaker(loaded, clips);
    expect(loaded.predict(clips[0]!, { speaker })).toEqual(scoring().predict(clips[0]!, { speaker }));
    for (const other of [model(), scoring({ neutralScores: [-1, -1, -1] })])
      expect(() => other.predict(clips[0]!, { speaker })).toThrow('made with another model');
    const short = { ...speaker, adaptations: [{ ...speaker.adaptations[0]!, scoreShift: [0] }] };
    expect(() => loaded.predict(clips[0]!, { speaker: short })).toThrow('one number for each emotion');
    expect(() => scoring({ neutralScores: [0] })).toThrow('neutralScores must be 3 numbers, one for each label');
  });
});

describe('a model that knew its training speakers', () => {
  const reference = { mean: new Array<number>(13).fill(-5), std: new Array<number>(13).fill(20) };
  const enrolled: ModelEnrollment = { kind: 'enrolled', clips: 4, shrinkage: 6, scale: true, reference };
  const bySpeaker: ModelEnrollment = { kind: 'speaker', clips: 30, shrinkage: 0, scale: true };
  const knowing = (enrollment: ModelEnrollment) => makeModel({ kind: 'cnn', filters: [8, 8] }, { enrollment });
  const statisticsOf = (own: SerModel, options = {}) =>
    enrollSpeaker(own, clips, options).adaptations[0]!.normalization;

  it('makes others known in the same way', () => {
    const speaker = rawStatistics();
    const { mean, std } = statisticsOf(knowing(enrolled));
    close(
      mean,
      speaker.mean.map((m) => -3 + 0.25 * (m + 5)),
    );
    close(
      std,
      speaker.std.map((s) => 40 * (s / 20) ** 0.25),
    );
  });

  it('takes the statistics of the speaker whole if that was the way', () => {
    const speaker = rawStatistics();
    const { mean, std } = statisticsOf(knowing(bySpeaker));
    close(mean, speaker.mean);
    close(std, speaker.std);
  });

  it('can be told otherwise', () => {
    const options = { shrinkage: 2, scale: false, reference: rawStatistics() };
    expect(statisticsOf(knowing(enrolled), options)).toEqual(statisticsOf(model(), options));
    expect(statisticsOf(knowing(enrolled), { shrinkage: 2 })).not.toEqual(statisticsOf(knowing(enrolled)));
  });

  it('says by what clips', () => {
    expect(describeEnrollment(enrolled)).toBe('a few neutral clips (4 of each speaker in training)');
    expect(describeEnrollment(bySpeaker)).toBe('many clips of any emotions (30 or more of each speaker in training)');
  });

  it('predicts strangers by the statistics of all', () => {
    const clip = tone(1, 16_000, 250);
    expect(knowing(enrolled).predict(clip)).toEqual(model().predict(clip));
  });

  it('does not take a profile for another way of knowing', () => {
    const clip = tone(1);
    const profile = enrollSpeaker(knowing(enrolled), clips);
    expect(knowing(enrolled).predict(clip, { speaker: profile }).label).toBeDefined();
    for (const other of [model(), knowing(bySpeaker), knowing({ ...enrolled, shrinkage: 4 })])
      expect(() => other.predict(clip, { speaker: profile })).toThrow('made with another model');
  });

  it('keeps all that in its file', async () => {
    const own = knowing(enrolled);
    const stored = await fileOf(own);
    const loaded = await SerModel.load({ load: async () => stored });
    expect(loaded.enrollment).toEqual(enrolled);
    expect(enrollSpeaker(loaded, clips)).toEqual(enrollSpeaker(own, clips));
    expect(own.withTemperature(2).enrollment).toEqual(enrolled);
    expect((await SerModel.load({ load: () => fileOf(model()) })).enrollment).toBeUndefined();
  });

  it('is refused where enrollment makes no sense, by name', () => {
    const refused = (change: object) => expect(() => knowing({ ...enrolled, ...change } as ModelEnrollment));
    refused({ kind: 'plain' }).toThrow('enrollment.kind must be enrolled or speaker, got "plain"');
    refused({ clips: 0 }).toThrow('enrollment.clips must be a positive integer');
    refused({ shrinkage: -1 }).toThrow('enrollment.shrinkage must be a number of at least 0');
    refused({ reference: { mean: [1], std: [1] } }).toThrow('enrollment.reference.mean must be 13 numbers');
    refused({ reference: { ...reference, std: [0] } }).toThrow('enrollment.reference.std.0 must be a positive finite');
    refused({ more: 1 }).toThrow('enrollment.more is not a field');
    const { normalization: _, ...config } = mfccFrontEnd().config;
    const parts = { frontEnd: createFrontEnd(config), enrollment: bySpeaker };
    expect(() => makeModel({ kind: 'baseline' }, parts)).toThrow('enrollment needs a front end that normalizes');
  });

  it('is known to each member of an ensemble by its own reference', () => {
    const card = { name: 'both', description: '', corpora: [], license: 'MIT' };
    const members = [knowing(enrolled), knowing({ ...enrolled, reference: rawStatistics() }), model()];
    const ensemble = new SerEnsemble({ members, card });
    const speaker = enrollSpeaker(ensemble, clips);
    expect(speaker.adaptations).toHaveLength(3);
    for (const member of members)
      expect(member.predict(clips[0]!, { speaker })).toEqual(
        member.predict(clips[0]!, { speaker: enrollSpeaker(member, clips) }),
      );
    const mixed = new SerEnsemble({ members: [knowing(enrolled), knowing(bySpeaker)], card });
    expect(() => enrollSpeaker(mixed, clips)).toThrow('no clips suit both');
    expect(mixed.predict(clips[0]!).label).toBeDefined();
  });
});

describe('predict', () => {
  it('uses the adapted statistics, as if the model had them', () => {
    const own = model();
    const speaker = enrollSpeaker(own, clips, { shrinkage: 0, scale: true });
    const clip = tone(1, 16_000, 250);
    const adapted = own.predict(clip, { speaker });
    expect(adapted).not.toEqual(own.predict(clip));
    const frontEnd = mfccFrontEnd().withNormalization(speaker.adaptations[0]!.normalization);
    expect(adapted).toEqual(makeModel({ kind: 'cnn', filters: [8, 8] }, { frontEnd }).predict(clip));
  });

  it('takes a profile that was stored as JSON', () => {
    const own = model();
    const speaker = enrollSpeaker(own, clips);
    const stored: SpeakerProfile = JSON.parse(JSON.stringify(speaker));
    expect(stored).toEqual(speaker);
    expect(own.predict(tone(1), { speaker: stored })).toEqual(own.predict(tone(1), { speaker }));
  });

  it('takes a profile that was made before the model was saved', async () => {
    const own = model();
    const speaker = enrollSpeaker(own, clips);
    const stored = await fileOf(own);
    const loaded = await SerModel.load({ load: async () => stored });
    expect(loaded.predict(tone(1), { speaker })).toEqual(own.predict(tone(1), { speaker }));
  });

  it('adapts every member of an ensemble', () => {
    const { normalization: _, ...config } = mfccFrontEnd().config;
    const other = createFrontEnd({
      ...config,
      frame: { nFft: 512, hopLength: 200 },
      normalization: { mean: new Array<number>(13).fill(0), std: new Array<number>(13).fill(30) },
    });
    const card = { name: 'both', description: '', corpora: [], license: 'MIT' };
    const members = [model(), makeModel({ kind: 'baseline' }, { frontEnd: other }), model()];
    const ensemble = new SerEnsemble({ members, card });
    const speaker = enrollSpeaker(ensemble, clips);
    expect(speaker.adaptations).toHaveLength(2);
    const [first] = members;
    expect(first!.predict(clips[0]!, { speaker })).toEqual(
      first!.predict(clips[0]!, { speaker: enrollSpeaker(first!, clips) }),
    );
    expect(ensemble.predict(clips[0]!, { speaker })).not.toEqual(ensemble.predict(clips[0]!));
  });

  it('refuses profiles of other models and what is no profile', () => {
    const speaker = enrollSpeaker(model(), clips);
    const frontEnd = mfccFrontEnd().withNormalization({
      mean: new Array<number>(13).fill(1),
      std: new Array<number>(13).fill(40),
    });
    const other = makeModel({ kind: 'baseline' }, { frontEnd });
    expect(() => other.predict(clips[0]!, { speaker })).toThrow(
      'speaker is a profile that was made with another model',
    );
    for (const wrong of [{ format: 2 }, { ...speaker, clips: 0 }, { ...speaker, adaptations: [{ frontEnd: 'x' }] }])
      expect(() => model().predict(clips[0]!, { speaker: wrong as SpeakerProfile })).toThrow(/^speaker\./);
    const [adaptation] = speaker.adaptations;
    for (const [mean, reason] of [
      [[1], '13 numbers'],
      [new Array<number>(13).fill(Number.POSITIVE_INFINITY), 'a finite number'],
    ] as const) {
      const changed = { ...adaptation!, normalization: { ...adaptation!.normalization, mean } };
      const wrong: SpeakerProfile = { ...speaker, adaptations: [changed] };
      expect(() => model().predict(clips[0]!, { speaker: wrong })).toThrow(reason);
    }
  });
});
