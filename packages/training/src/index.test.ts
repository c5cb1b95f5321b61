import { expect, it } from 'vitest';
import * as training from './index.js';
import * as node from './node.js';

it('exports exactly the documented names', () => {
  expect(Object.keys(training).sort()).toEqual([
    'Adam',
    'DEFAULT_FRONT_END',
    'CORRUPTIONS',
    'NORMALIzATION_KINDS',
    'TRAINING_DEFAULTS',
    'availableThreads',
    'bootstrapUar',
    'calibrationError',
    'checkAugmentation',
    'classScores',
    'classWeights',
    'combineRuns',
    'compareRuns',
    'confusionMatrix',
    'crossValidate',
    'crossValidateSeeds',
    'evaluate',
    'extractFeatures',
    'fit',
    'fitNormalization',
    'fitTemperature',
    'learningRate',
    'leftOutByAll',
    'mayHaveMet',
    'measure',
    'nestedCrossValidate',
    'overrideExperiment',
    'parseExperiment',
    'parseValue',
    'predictProbabilities',
    'robustnessCurves',
    'runTitle',
    'scoresOf',
    'selectRecipe',
    'splitForCandidates',
    'sweepExperiment',
    'trainModel',
  ]);
  expect(Object.keys(node).sort()).toEqual(['checkpointFolder', 'checkpointStore', 'readRun', 'remeasure', 'writeRun']);
});
