import { type Corpus, extractFeatures, syntheticCorpus } from '@ser/datasets';
import type { FeatureMatrix, FrontEndConfig } from '@ser/dsp';
import { SerModel, startBackend } from '@ser/models';
import { type AugmentedVersions, DEFAULT_FRONT_END, type TrainModelOptions, trainModel } from '@ser/training';
import { beforeAll, describe, expect, it } from 'vitest';
import { crossValidate } from './by-protocol.fixture.js';

const frontEnd: FrontEndConfig = { ...DEFAULT_FRONT_END, frame: { nFft: 512, hopLength: 512 } };
let corpus: Corpus;
let features: Map<string, FeatureMatrix>;

beforeAll(async () => {
  await startBackend();
  corpus = syntheticCorpus({ speakers: 4, utterancesPerEmotion: 2 });
  features = await extractFeatures(corpus, frontEnd);
});

const options = (rest: Partial<TrainModelOptions> = {}): TrainModelOptions => ({
  corpus,
  model: { kind: 'cnn', filters: [16, 16], denseUnits: 16 },
  frontEnd,
  training: {
    epochs: 40,
    batchSize: 8,
    learningRate: 6e-3,
    schedule: { kind: 'cosine' },
    clipNorm: 1,
    window: { frames: 32, hopFrames: 16, padding: 'wrap' },
    averaging: { kind: 'ema', decay: 0.9 },
  },
  seed: 3,
  features,
  ...rest,
});

/** The corpus under another name. */
const called = (name: string): Corpus => ({
  ...corpus,
  name,
  utterances: corpus.utterances.map((utterance) => ({ ...utterance, corpus: name })),
});

/** Copies of all clips, 3 higher in every coefficient for some speakers and the same for all others. */
function copies(altered: (speaker: string) => boolean): AugmentedVersions {
  const byId = corpus.utterances.map(({ id, speaker }): [string, FeatureMatrix[]] => {
    const matrix = features.get(id)!;
    return [id, [altered(speaker) ? { ...matrix, data: matrix.data.map((x) => x + 3) } : matrix]];
  });
  return {
    features: new Map(byId),
    augmentation: { copies: 1, steps: [{ kind: 'gain', db: [3, 3] }], seed: 7 },
  };
}

describe('altered copies', () => {
  it('never reach the test part of a cross-validation', async () => {
    const evaluateFrom = async (change: (speaker: string) => boolean) => {
      const training = { ...options().training, epochs: 1 };
      return crossValidate({ ...options({ training, variants: copies(change) }), protocol: 'loso', folds: 1 });
    };
    const same = await evaluateFrom(() => false);
    expect(same.config.audioAugmentation).toEqual(copies(() => false).augmentation);
    const { speaker: tested } = same.predictions[0]!;
    expect((await evaluateFrom((speaker) => speaker === tested)).predictions).toEqual(same.predictions);
    expect((await evaluateFrom((speaker) => speaker !== tested)).predictions).not.toEqual(same.predictions);
  });
});

describe('another model to begin with', () => {
  const short = (): TrainModelOptions =>
    options({ training: { ...options().training, epochs: 1, learningRate: 1e-6 } });

  let initial: SerModel;

  beforeAll(async () => {
    ({ model: initial } = await trainModel(options({ training: { ...options().training, epochs: 8 } })));
  });

  it('is the start of each fold of a cross-validation, which records it', async () => {
    const evaluateFrom = (rest: Partial<TrainModelOptions>) =>
      crossValidate({ ...short(), ...rest, corpus: called('elsewhere'), protocol: 'loso' });
    const tuned = await evaluateFrom({ initial });
    // The learning rate is so low that only the initial model explains the figure.
    expect(tuned.metrics.uar.value).toBeGreaterThan((await evaluateFrom({})).metrics.uar.value + 0.2);
    expect(tuned.config.initial).toEqual({ name: 'synthetic-cnn', corpora: ['synthetic'] });
  });

  it('must not have been trained on the corpus of a cross-validation', async () => {
    const evaluateFrom = (of: Corpus, model: SerModel) =>
      crossValidate({ ...short(), corpus: of, initial: model, protocol: 'loso' });
    await expect(evaluateFrom(corpus, initial)).rejects.toThrow(
      'the initial model synthetic-cnn was trained on synthetic, perhaps on test speakers',
    );
    // Also as part of a combination.
    await expect(evaluateFrom({ ...corpus, name: 'synthetic+elsewhere' }, initial)).rejects.toThrow(
      'trained on synthetic',
    );
    const { network, frontEnd: own, labels, window } = initial;
    const trainedOn = (...corpora: string[]) =>
      new SerModel({ network, frontEnd: own, labels, window, card: { ...initial.card, corpora } });
    // The same speakers sing.
    await expect(evaluateFrom(called('ravdess'), trainedOn('ravdess-song'))).rejects.toThrow('trained on ravdess-song');
    await expect(evaluateFrom(called('elsewhere'), trainedOn())).rejects.toThrow(
      'does not name the corpora that it was trained on',
    );
  });
});
