import { SerError } from '@ser/core';
import { TRAINING_DEFAULTS } from '@ser/training';
import { describe, expect, it } from 'vitest';
import { overrideExperiment, parseValue } from './override-experiment.js';
import { parseExperiment } from './parse-experiment.js';

const description = { corpus: 'emodb', model: { kind: 'lstm', units: 32 } };
const experiment = parseExperiment(description);

const errorOf = (...assignments: string[]): SerError => {
  try {
    overrideExperiment(experiment, assignments);
  } catch (error) {
    expect(error).toBeInstanceOf(SerError);
    return error as SerError;
  }
  throw new Error('no error');
};

describe('values', () => {
  it.each([
    ['5', 5],
    ['1e-3', 0.001],
    ['true', true],
    ['null', null],
    ['[32,64]', [32, 64]],
    ['{"kind":"constant"}', { kind: 'constant' }],
    ['cosine', 'cosine'],
    ['"5"', '5'],
    ['a=b', 'a=b'],
    ['', ''],
  ])('%s', (text, value) => {
    expect(parseValue(text)).toEqual(value);
  });
});

it('changes single fields and leaves all others', () => {
  const changed = overrideExperiment(experiment, [
    'training.epochs=5',
    'training.epochs=6',
    'model.units=64',
    'frontEnd.features.0.nMels=40',
    'training.window.frames=96',
    'protocol=loso',
  ]);
  expect(changed).toEqual({
    ...experiment,
    protocol: 'loso',
    model: { kind: 'lstm', units: 64 },
    frontEnd: { ...experiment.frontEnd, features: [{ ...experiment.frontEnd.features[0], nMels: 40 }] },
    training: { ...experiment.training, epochs: 6, window: { ...experiment.training.window, frames: 96 } },
  });
  expect(experiment).toEqual(parseExperiment(description));
});

it('appends to lists, and refuses to leave a gap', () => {
  const { features } = overrideExperiment(experiment, ['frontEnd.features.1={"kind":"rms"}']).frontEnd;
  expect(features).toEqual([...experiment.frontEnd.features, { kind: 'rms' }]);
  expect(errorOf('frontEnd.features.2={"kind":"rms"}').message).toMatch(
    /^frontEnd\.features\.2 must be one of the elements 0 to 1, got/,
  );
});

it('creates absent objects', () => {
  const { training } = overrideExperiment(experiment, ['training.adam.beta1=0.93', 'training.adam.beta2=0.98']);
  expect(training.adam).toEqual({ beta1: 0.93, beta2: 0.98 });
});

it('removes fields with null', () => {
  expect(
    overrideExperiment(experiment, ['training.featureAugmentation=null', 'frontEnd.level=null']),
  ).not.toHaveProperty('training.featureAugmentation');
  expect(overrideExperiment(experiment, ['model.units=null']).model).toEqual({ kind: 'lstm' });
});

it('completes a description by the kind of model after the change', () => {
  const changed = overrideExperiment(description, ['training.epochs=7', 'model.kind=cnn', 'model.filters=[8,8]']);
  expect(changed.model).toEqual({ kind: 'cnn', filters: [8, 8] });
  expect(changed.training).toEqual({ ...TRAINING_DEFAULTS.cnn, epochs: 7 });
  expect(overrideExperiment(description, ['model.kind=lstm']).model).toEqual(description.model);
  expect(overrideExperiment(description, ['model={"kind":"rnn","layers":1}']).model).toEqual({
    kind: 'rnn',
    layers: 1,
  });
});

it('completes a description by its balance after the change', () => {
  const { classWeights: _, ...others } = TRAINING_DEFAULTS.lstm;
  const balance = 'training.balance=["class"]';
  expect(overrideExperiment(description, [balance]).training).toEqual({ ...others, balance: ['class'] });
  expect(overrideExperiment(experiment, [balance, 'training.classWeights=null']).training.balance).toEqual(['class']);
  expect(errorOf(balance).message).toMatch(/^training\.classWeights must be 'none' or a list of weights if balance/);
});

it('adds no field to a complete experiment', () => {
  const without = overrideExperiment(experiment, ['training.featureAugmentation=null']);
  const changed = overrideExperiment(without, ['model.kind=rnn', 'training.epochs=3']);
  expect(changed.training).toEqual({ ...without.training, epochs: 3 });
  expect(changed.training).not.toHaveProperty('featureAugmentation');
});

it('keeps no field of the former kind', () => {
  const changed = overrideExperiment(experiment, [
    'training.schedule={"kind":"cosine","warmUp":0.1}',
    'training.schedule.kind=one-cycle',
  ]);
  expect(changed.training.schedule).toEqual({ kind: 'one-cycle' });
});

describe('errors', () => {
  it('name a field that does not exist, and those that do', () => {
    expect(errorOf('training.epoch=5')).toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: 'training.epoch is not a field',
      hint: expect.stringMatching(/^training has window, epochs, batchSize, learningRate, /),
    });
    expect(errorOf('training.schedule.warmup=0.1').hint).toBe('training.schedule has kind, warmUp, final.');
    expect(errorOf('optimizer.rate=1').message).toBe('optimizer is not a field');
    expect(errorOf('seed.of=1')).toMatchObject({ message: 'seed.of is not a field', hint: 'seed has no fields.' });
    expect(errorOf('frontEnd.features.first=1').message).toBe('frontEnd.features.first is not a field');
  });

  it('name the new name of a renamed field', () => {
    expect(errorOf('normalization=enrolled').message).toBe('normalization is now speakerAdaptation');
    expect(errorOf('training.augmentation.mixup=0.2').message).toBe(
      'training.augmentation is now training.featureAugmentation',
    );
  });

  it('name a wrong value', () => {
    expect(errorOf('training.epochs=many').message).toBe('training.epochs must be a positive integer, got "many"');
    expect(errorOf('model.kind=gpt').message).toMatch(/^model\.kind must be .*, got "gpt"$/);
  });

  it.each(['training.epochs', '=5', 'training..epochs=5', ''])('refuse %j, which is not an assignment', (text) => {
    expect(errorOf(text).message).toMatch(/^an assignment must be of the form field=value/);
  });
});
