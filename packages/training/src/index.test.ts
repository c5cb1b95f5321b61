import { expect, it } from 'vitest';
import * as training from './index.js';
import * as node from './node.js';

it('exports exactly the documented names', () => {
  expect(Object.keys(training).sort()).toEqual([
    'Adam',
    'DEFAULT_FRONT_END',
    'TRAINING_DEFAULTS',
    'availableThreads',
    'bootstrapUar',
    'calibrationError',
    'classScores',
    'classWeights',
    'confusionMatrix',
    'crossValidate',
    'evaluate',
    'extractFeatures',
    'fit',
    'fitNormalisation',
    'fitTemperature',
    'learningRate',
    'measure',
    'predictProbabilities',
    'scoresOf',
    'trainModel',
  ]);
  expect(Object.keys(node).sort()).toEqual(['readRun', 'writeRun']);
});
