import { Random } from '@ser/core';
import { type Corpus, extractFeatures, syntheticCorpus, type Utterance } from '@ser/datasets';
import type { FeatureMatrix, FrontEndConfig } from '@ser/dsp';
import { enrollSpeaker, SerEnsemble, type SerModel, type SpeakerProfile, startBackend } from '@ser/models';
import { evaluate, predictKnownSpeakers, type TrainModelOptions, trainModel } from '@ser/training';
import type * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Run } from '../runs/run.js';
import { crossValidate } from './by-protocol.fixture.js';

/** Neutral clips of training speakers, all of which they are enrolled by. The test speaker has one more. */
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

/** The test speaker has another microphone than all others: one that takes the low tones away. */
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

describe.each(['enrolled', 'speaker'] as const)('a fold of normalization "%s"', (normalization) => {
  let measured: Run;
  let model: SerModel;
  let speaker: SpeakerProfile;
  let known: Utterance[];

  beforeAll(async () => {
    measured = await crossValidate({ ...options(), normalization, protocol: 'loso', folds: 1, seed: SEED });
    const [fold] = measured.folds;
    const own = corpus.utterances.filter((utterance) => utterance.speaker === tested);
    const judged = new Set(measured.predictions.map(({ id }) => id));
    // The neutral clips that were left out of the judgment, or all clips of the speaker.
    known = normalization === 'enrolled' ? own.filter(({ id }) => !judged.has(id)) : own;
    const ids = corpus.utterances.filter((utterance) => utterance.speaker !== tested).map(({ id }) => id);
    const seed = new Random(SEED).fork(`fold ${fold!.name}`).uint32();
    ({ model } = await trainModel({ ...options(), normalization, ids, seed }));
    speaker = enrollSpeaker(model, await soundsOf(known));
  });

  it('is what the model that ships answers, once it knows the speaker', async () => {
    expect(new Set(measured.predictions.map((one) => one.speaker))).toEqual(new Set([tested]));
    expect(known).toHaveLength(normalization === 'enrolled' ? CLIPS : 3 * corpus.emotions.length);
    const ids = measured.predictions.map(({ id }) => id);
    const shipped = await evaluate(model, corpus, ids, { speakers: new Map([[tested, speaker]]) });
    const strangers = await evaluate(model, corpus, ids);
    let apart = 0;
    for (const [i, { id, truth, predicted, probabilities }] of measured.predictions.entries()) {
      expect(shipped.predictions[i]).toMatchObject({ id, speaker: tested, truth, predicted });
      for (const [c, p] of probabilities.entries()) {
        expect(shipped.predictions[i]!.probabilities[c]).toBeCloseTo(p, 6);
        apart = Math.max(apart, Math.abs(strangers.predictions[i]!.probabilities[c]! - p));
      }
    }
    expect(shipped.metrics.confusion).toEqual(measured.metrics.confusion);
    expect(apart).toBeGreaterThan(0.01);
  });

  it('gives the network the same numbers in both', async () => {
    const [utterance] = corpus.utterances.filter(({ id }) => measured.predictions.some((one) => one.id === id));
    const seen: Float32Array[] = [];
    const original = model.network.apply.bind(model.network) as (...args: unknown[]) => tf.Tensor;
    const spy = vi.spyOn(model.network, 'apply').mockImplementation((...args: unknown[]) => {
      seen.push((args[0] as tf.Tensor).dataSync<'float32'>().slice());
      return original(...args);
    });
    const clips = new Map([[tested, known.map(({ id }) => features.get(id)!)]]);
    predictKnownSpeakers(
      model.network,
      {
        features: [features.get(utterance!.id)!],
        speakers: [tested],
        known: { kind: normalization, clips },
      },
      { window: model.window, normalization: model.frontEnd.config.normalization!, enrollment: model.enrollment! },
    );
    model.predict((await soundsOf([utterance!]))[0]!, { speaker });
    spy.mockRestore();
    const [batch, shipped] = seen;
    expect(shipped).toHaveLength(batch!.length);
    // Features are kept as float32 before they are normalized, and not in a finished model.
    for (const [i, value] of batch!.entries()) expect(Math.abs(shipped![i]! - value)).toBeLessThan(2e-6);
  });

  it('is in the model, its card and an ensemble of it', async () => {
    expect(model.enrollment).toMatchObject({
      kind: normalization,
      clips: normalization === 'enrolled' ? CLIPS : 3 * (corpus.emotions.length - 1) + CLIPS,
    });
    expect(model.card.name).toBe(`synthetic-cnn-${normalization}`);
    expect(model.card.notes).toEqual([expect.stringContaining('Expects speakers that it knows by')]);
    const { model: other } = await trainModel({ ...options(), normalization, seed: 99 });
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
  it('knows no speakers by default', async () => {
    const { model } = await trainModel({ ...options(), seed: 1 });
    expect(model.enrollment).toBeUndefined();
    expect(model.card.name).toBe('synthetic-cnn');
  });

  it('keeps held-out speakers out of what speakers are compared with', async () => {
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
        normalization: 'enrolled',
        features: used,
        seed: 1,
      });
    const plain = await train(features);
    const [held] = plain.heldOutSpeakers;
    expect((await train(shifted(new Set([held!])))).model.enrollment).toEqual(plain.model.enrollment);
    const others = new Set(corpus.utterances.map(({ speaker }) => speaker).filter((speaker) => speaker !== held));
    expect((await train(shifted(others))).model.enrollment).not.toEqual(plain.model.enrollment);
  });

  it('refuses speakers who cannot be enrolled', async () => {
    const refused = (rest: Partial<TrainModelOptions>) =>
      expect(trainModel({ ...options(), normalization: 'enrolled', seed: 1, ...rest }));
    await refused({ enrollmentClips: 3 }).rejects.toThrow('has 2 neutral clips, 3 are to be enrolled');
    await refused({ enrollmentClips: 0 }).rejects.toThrow('enrollmentClips must be a positive integer');
    await refused({ normalization: 'none' as 'plain' }).rejects.toThrow(
      'normalization must be plain, speaker, enrolled',
    );
  });
});
