import { TRAINING_DEFAULTS } from '@ser/training';
import { expect, it } from 'vitest';
import { expandExperiment } from './expand-experiment.js';

const description = { corpus: 'emodb', model: { kind: 'lstm' } };

it('combines all values, the last field changing fastest', () => {
  const points = expandExperiment(description, {
    'training.learningRate': [1e-3, 3e-4],
    'model.kind': ['lstm', 'cnn'],
  });
  expect(points.map(({ name }) => name)).toEqual([
    'training.learningRate=0.001 model.kind=lstm',
    'training.learningRate=0.001 model.kind=cnn',
    'training.learningRate=0.0003 model.kind=lstm',
    'training.learningRate=0.0003 model.kind=cnn',
  ]);
  expect(points[3]?.experiment.training).toEqual({ ...TRAINING_DEFAULTS.cnn, learningRate: 3e-4 });
});

it('takes values of any kind', () => {
  const points = expandExperiment(description, {
    'training.featureAugmentation': [null, { mixup: 0.2 }],
    protocol: ['5'],
  });
  expect(points.map(({ experiment }) => experiment.training.featureAugmentation)).toEqual([undefined, { mixup: 0.2 }]);
  expect(points[0]?.experiment.protocol).toBe('5');
  expect(points.map(({ name }) => name)[0]).toBe('training.featureAugmentation=null protocol="5"');
});

it('applies the common changes first', () => {
  const [point] = expandExperiment(description, { 'training.epochs': [3] }, ['training.epochs=9', 'seed=4']);
  expect(point).toMatchObject({ name: 'training.epochs=3', experiment: { seed: 4, training: { epochs: 3 } } });
});

it('is one point without fields', () => {
  expect(expandExperiment(description, {}).map(({ name }) => name)).toEqual(['']);
});

it('refuses fields that do not exist, wrong values and no values', () => {
  expect(() => expandExperiment(description, { 'training.rate': [1] })).toThrow('training.rate is not a field');
  expect(() => expandExperiment(description, { seed: [1, 'two'] })).toThrow('seed must be an integer, got "two"');
  expect(() => expandExperiment(description, { seed: [] })).toThrow(
    'seed must be a list of at least one value, got []',
  );
});
