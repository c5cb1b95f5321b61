import type { Corpus } from '@ser/datasets';
import { SerModel } from '@ser/models';
import { type TrainModelOptions, trainModel } from '@ser/training';
import { beforeAll, describe, expect, it } from 'vitest';
import { smallTraining } from '../../../training/test/small-training.js';
import { crossValidate } from './by-protocol.fixture.js';

const { corpus, options, called, versionsOf } = await smallTraining();

describe('augmented versions', () => {
  it('never reach the test part of a cross-validation', async () => {
    const evaluateFrom = async (change: (speaker: string) => boolean) => {
      const training = { ...options().training, epochs: 1 };
      return crossValidate({ ...options({ training, variants: versionsOf(change) }), protocol: 'loso', folds: 1 });
    };
    const same = await evaluateFrom(() => false);
    expect(same.config.audioAugmentation).toEqual(versionsOf(() => false).augmentation);
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
