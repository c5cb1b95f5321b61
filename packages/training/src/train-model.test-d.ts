import type { Estimate } from '@ser/core';
import { type Corpus, syntheticCorpus } from '@ser/datasets';
import type { SerModel } from '@ser/models';
import { expectTypeOf, it } from 'vitest';
import { type Metrics, measure } from './metrics/measure.js';
import { DEFAULT_FRONT_END, TRAINING_DEFAULTS } from './recipe/defaults.js';
import { type TrainedModel, type TrainModelOptions, trainModel } from './train-model.js';

const options: TrainModelOptions = {
  corpus: syntheticCorpus(),
  model: { kind: 'cnn' },
  frontEnd: DEFAULT_FRONT_END,
  training: TRAINING_DEFAULTS.cnn,
  seed: 1,
};

it('trainModel(options) resolves to a model with its history', () => {
  expectTypeOf(trainModel).parameter(0).toEqualTypeOf<TrainModelOptions>();
  expectTypeOf(trainModel).returns.resolves.toEqualTypeOf<TrainedModel>();
  expectTypeOf<TrainedModel['model']>().toEqualTypeOf<SerModel>();
  expectTypeOf<TrainModelOptions['corpus']>().toEqualTypeOf<Corpus>();
});

it('options may be undefined, and arrays may be readonly', () => {
  const ids: readonly string[] = ['a'];
  const given: TrainModelOptions = { ...options, ids, threads: undefined, signal: undefined, variants: undefined };
  expectTypeOf(given).toEqualTypeOf<TrainModelOptions>();
});

it('wrong options are type errors', () => {
  // @ts-expect-error: there is no such kind of model
  const model: TrainModelOptions = { ...options, model: { kind: 'gpt' } };
  // @ts-expect-error: the kind was renamed
  const adaptation: TrainModelOptions = { ...options, speakerAdaptation: 'plain' };
  // @ts-expect-error: seed is a number
  const seed: TrainModelOptions = { ...options, seed: '1' };
  // @ts-expect-error: a schedule has a known kind
  const schedule: TrainModelOptions['training'] = { ...TRAINING_DEFAULTS.cnn, schedule: { kind: 'linear' } };
  // @ts-expect-error: the option was renamed
  const augmentation: TrainModelOptions['training'] = { ...TRAINING_DEFAULTS.cnn, augmentation: { mixup: 0.2 } };
  const { seed: _, ...seedless } = options;
  // @ts-expect-error: seed is required
  const required: TrainModelOptions = seedless;
  void [model, adaptation, seed, schedule, augmentation, required];
});

it('measure(predictions, labels) states each figure as an Estimate', () => {
  expectTypeOf(measure).returns.toEqualTypeOf<Metrics>();
  expectTypeOf<Metrics['uar' | 'war' | 'macroF1' | 'ece']>().toEqualTypeOf<Estimate>();
});
