import { Random } from '@ser/core';
import { type Corpus, extractFeatures, syntheticCorpus, type Utterance } from '@ser/datasets';
import type { FeatureMatrix, FrontEndConfig } from '@ser/dsp';
import { enrollSpeaker, SerEnsemble, type SerModel, type SpeakerProfile, startBackend } from '@ser/models';
import { evaluate, type TrainModelOptions, trainModel } from '@ser/training';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../runs/run.js';
import { crossValidate } from './by-protocol.fixture.js';

/** Number of neutral clips of training speakers, which they are enrolled from. The test speaker has one more. */
const CLIPS = 2;
const SEED = 5;

const frontEnd: FrontEndConfig = {
  sampleRate: 16_000,
  frame: { nFft: 512, hopLength: 512 },
  features: [{ kind: 'mfcc', nMfcc: 13, nMels: 26 }],
};
const training: TrainModelOptions['training'] = {
  epochs: 12,
  batchSize: 8,
  learningRate: 3e-3,
  window: { frames: 24, hopFrames: 12, padding: 'wrap' },
};

let corpus: Corpus;
let features: Map<string, FeatureMatrix>;
let tested: string;

beforeAll(async () => {
  await startBackend();
  const all = syntheticCorpus({ speakers: 4, utterancesPerEmotion: CLIPS + 1 });
  tested = [...new Set(all.utterances.map(({ speaker }) => speaker))].sort()[0]!;
  const seen = new Map<string, number>();
  const kept = ({ speaker, emotion }: Utterance): boolean => {
    if (speaker === tested || emotion !== 'neutral') return true;
    seen.set(speaker, (seen.get(speaker) ?? 0) + 1);
    return seen.get(speaker)! <= CLIPS;
  };
  corpus = { ...all, utterances: all.utterances.filter(kept), read: (utterance) => withMicrophone(all, utterance) };
  features = await extractFeatures(corpus, frontEnd);
});

/** The test speaker has another microphone, which attenuates low tones. */
async function withMicrophone(all: Corpus, utterance: Utterance) {
  const { samples, ...audio } = await all.read(utterance);
  const share = utterance.speaker === tested ? 0.9 : 0;
  return { ...audio, samples: samples.map((x, i) => x - share * (samples[i - 1] ?? 0)) };
}

const options = () => ({
  corpus,
  model: { kind: 'cnn', filters: [8, 8], denseUnits: 8 } as const,
  frontEnd,
  training,
  features,
  enrollmentClips: CLIPS,
});
const soundsOf = (utterances: readonly Utterance[]) => Promise.all(utterances.map((one) => corpus.read(one)));

describe.each(['enrolled', 'speaker'] as const)('a fold with speaker adaptation "%s"', (speakerAdaptation) => {
  let measured: Run;
  let model: SerModel;
  let speaker: SpeakerProfile;
  let known: Utterance[];

  beforeAll(async () => {
    measured = await crossValidate({ ...options(), speakerAdaptation, protocol: 'loso', folds: 1, seed: SEED });
    const [fold] = measured.folds;
    const own = corpus.utterances.filter((utterance) => utterance.speaker === tested);
    const evaluated = new Set(measured.predictions.map(({ id }) => id));
    // The neutral clips that are not evaluated, or all clips of the speaker.
    known = speakerAdaptation === 'enrolled' ? own.filter(({ id }) => !evaluated.has(id)) : own;
    const ids = corpus.utterances.filter((utterance) => utterance.speaker !== tested).map(({ id }) => id);
    const seed = new Random(SEED).fork(`fold ${fold!.name}`).uint32();
    ({ model } = await trainModel({ ...options(), speakerAdaptation, ids, seed }));
    speaker = enrollSpeaker(model, await soundsOf(known));
  });

  it('predicts the same as a finished model with the profile of the speaker', async () => {
    expect(new Set(measured.predictions.map((one) => one.speaker))).toEqual(new Set([tested]));
    expect(known).toHaveLength(speakerAdaptation === 'enrolled' ? CLIPS : 3 * corpus.emotions.length);
    const ids = measured.predictions.map(({ id }) => id);
    const shipped = await evaluate(model, corpus, ids, { speakers: new Map([[tested, speaker]]) });
    const unadapted = await evaluate(model, corpus, ids);
    let apart = 0;
    for (const [i, { id, truth, predicted, probabilities }] of measured.predictions.entries()) {
      expect(shipped.predictions[i]).toMatchObject({ id, speaker: tested, truth, predicted });
      for (const [c, p] of probabilities.entries()) {
        expect(shipped.predictions[i]!.probabilities[c]).toBeCloseTo(p, 6);
        apart = Math.max(apart, Math.abs(unadapted.predictions[i]!.probabilities[c]! - p));
      }
    }
    expect(shipped.metrics.confusion).toEqual(measured.metrics.confusion);
    expect(apart).toBeGreaterThan(0.01);
  });

  it('is in the model, its card and an ensemble of it', async () => {
    expect(model.enrollment).toMatchObject({
      kind: speakerAdaptation,
      clips: speakerAdaptation === 'enrolled' ? CLIPS : 3 * (corpus.emotions.length - 1) + CLIPS,
    });
    expect(model.card.name).toBe(`synthetic-cnn-${speakerAdaptation}`);
    expect(model.card.notes).toEqual([expect.stringContaining('Expects speakers that are enrolled from')]);
    const { model: other } = await trainModel({ ...options(), speakerAdaptation, seed: 99 });
    const ensemble = new SerEnsemble({ members: [model, other], card: model.card });
    const sounds = await soundsOf(known);
    const both = enrollSpeaker(ensemble, sounds);
    for (const member of ensemble.members) {
      expect(member.predict(sounds[0]!, { speaker: both })).toEqual(
        member.predict(sounds[0]!, { speaker: enrollSpeaker(member, sounds) }),
      );
    }
  });
});

describe('trainModel', () => {
  it('adapts to no speakers by default', async () => {
    const { model } = await trainModel({ ...options(), seed: 1 });
    expect(model.enrollment).toBeUndefined();
    expect(model.card.name).toBe('synthetic-cnn');
  });

  it('does not use held-out speakers for the statistics that speakers are compared with', async () => {
    const shifted = (of: ReadonlySet<string>) =>
      new Map(
        corpus.utterances.map(({ id, speaker }) => {
          const matrix = features.get(id)!;
          return [id, of.has(speaker) ? { ...matrix, data: matrix.data.map((x) => x + 9) } : matrix] as const;
        }),
      );
    const train = (used: ReadonlyMap<string, FeatureMatrix>) =>
      trainModel({
        ...options(),
        training: { ...training, epochs: 1, heldOutSpeakers: 1 },
        speakerAdaptation: 'enrolled',
        features: used,
        seed: 1,
      });
    const plain = await train(features);
    const [held] = plain.heldOutSpeakers;
    expect((await train(shifted(new Set([held!])))).model.enrollment).toEqual(plain.model.enrollment);
    const others = new Set(corpus.utterances.map(({ speaker }) => speaker).filter((speaker) => speaker !== held));
    expect((await train(shifted(others))).model.enrollment).not.toEqual(plain.model.enrollment);
  });

  it('refuses speakers that cannot be enrolled', async () => {
    const refused = (rest: Partial<TrainModelOptions>) =>
      expect(trainModel({ ...options(), speakerAdaptation: 'enrolled', seed: 1, ...rest }));
    await refused({ enrollmentClips: 3 }).rejects.toThrow('has 2 neutral clips, enrollment needs 3');
    await refused({ enrollmentClips: 0 }).rejects.toThrow('enrollmentClips must be a positive integer');
    await refused({ speakerAdaptation: 'plain' as 'none' }).rejects.toThrow(
      'speakerAdaptation must be none, speaker, enrolled, got "plain"',
    );
  });
});
