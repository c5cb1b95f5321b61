import { type Corpus, syntheticCorpus } from '@ser/datasets';
import {
  checkRecipe,
  DEFAULT_FRONT_END,
  TRAINING_DEFAULTS,
  type TrainingRecipe,
  type TrainModelOptions,
  trainModel,
} from '@ser/training';
import { expect, it } from 'vitest';
import type { Run } from '../runs/run.js';
import { openStudy } from './open-study.js';

const recipe = TRAINING_DEFAULTS.cnn;

/** A corpus whose recordings must not be read. */
const unread: Corpus = {
  ...syntheticCorpus({ speakers: 4, utterancesPerEmotion: 1 }),
  read: async ({ id }) => {
    throw new Error(`${id} was read`);
  },
};

/** Evaluates a complete experiment. */
async function evaluate({ corpus, ...rest }: Omit<TrainModelOptions, 'ids' | 'features'>): Promise<Run> {
  const { model, frontEnd, training, seed, speakerAdaptation } = rest;
  const experiment = {
    ...({ complete: true, corpus: 'synthetic', protocol: 'loso' } as const),
    ...{ model, frontEnd, training, seed, speakerAdaptation },
  };
  return (await openStudy(experiment, { corpus })).evaluate();
}

it.each<[string, Partial<TrainingRecipe>, string]>([
  [
    'gaps between windows',
    { window: { frames: 24, hopFrames: 32, padding: 'wrap' } },
    "training.window.hopFrames must be an integer from 1 to the window's 24 frames, got 32",
  ],
  [
    'stopping without held-out speakers',
    { stopping: { patience: 2 }, averaging: { kind: 'ema' } },
    'training.heldOutSpeakers must be a positive integer if stopping is given, got 0',
  ],
  [
    'more speakers to hold out than there are',
    { heldOutSpeakers: 9 },
    'training.heldOutSpeakers must be an integer from 0 to ',
  ],
  ['half a speaker', { heldOutSpeakers: 0.5 }, 'training.heldOutSpeakers must be an integer of at least 0, got 0.5'],
  [
    'a word instead of true or false',
    { standardize: 'no' as unknown as boolean },
    'training.standardize must be true or false, got "no"',
  ],
  ['empty batches', { batchSize: 0 }, 'training.batchSize must be a positive integer, got 0'],
])('%s: refused before a recording is read', async (_, change, message) => {
  const options = {
    corpus: unread,
    model: { kind: 'cnn' },
    frontEnd: DEFAULT_FRONT_END,
    training: { ...recipe, ...change },
    seed: 1,
  } as const;
  await expect(trainModel(options)).rejects.toThrow(message);
  await expect(evaluate(options)).rejects.toThrow(message);
});

it.each(['speaker', 'enrolled'] as const)(
  'refuses features without normalization for speaker adaptation: %s',
  async (speakerAdaptation) => {
    const training = { ...recipe, standardize: false };
    const options = { corpus: unread, model: { kind: 'cnn' }, frontEnd: DEFAULT_FRONT_END, seed: 1, training } as const;
    const message = `training.standardize must be true if speakerAdaptation is ${speakerAdaptation}, got false`;
    await expect(trainModel({ ...options, speakerAdaptation })).rejects.toThrow(message);
    await expect(evaluate({ ...options, speakerAdaptation })).rejects.toThrow(message);
    await expect(trainModel(options)).rejects.toThrow('was read');
  },
);

it('counts the speakers of the training part', async () => {
  const options = { corpus: unread, model: { kind: 'cnn' }, frontEnd: DEFAULT_FRONT_END, seed: 1 } as const;
  const training = { ...recipe, heldOutSpeakers: 3 };
  await expect(evaluate({ ...options, training })).rejects.toThrow(
    'training.heldOutSpeakers must be an integer from 0 to 2, fewer than the 3 speakers of the training part, got 3',
  );
  await expect(trainModel({ ...options, training })).rejects.toThrow('was read');
});

it('accepts the default recipes', () => {
  for (const one of Object.values(TRAINING_DEFAULTS)) expect(() => checkRecipe(one)).not.toThrow();
});

it('refuses augmentation of bands for a front end without bands, and names the field', () => {
  const recipe: TrainingRecipe = { ...TRAINING_DEFAULTS.cnn, featureAugmentation: { bandShift: 2 } };
  const mfcc = { ...DEFAULT_FRONT_END, features: [{ kind: 'mfcc' as const }] };
  expect(() => checkRecipe(recipe, 'none', DEFAULT_FRONT_END)).not.toThrow();
  expect(() => checkRecipe(recipe, 'none', mfcc)).toThrow(
    'featureAugmentation.bandShift needs a front end of log-mel bands',
  );
});
