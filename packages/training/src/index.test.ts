import { expect, it } from 'vitest';
import * as training from './index.js';
import * as node from './node.js';

it('exports exactly the documented names', () => {
  expect(Object.keys(training).sort()).toEqual(['Adam', 'DEFAULT_FRONT_END', 'ENROLLMENT_CLIPS', 'NORMALIZATION_KINDS', 'TRAINING_DEFAULTS', 'addConfusion', 'argMax', 'augmentationSchema', 'availableThreads', 'bootstrapUar', 'calibrationError', 'checkAugmentation', 'checkRecipe', 'classScores', 'classWeights', 'confusionMatrix', 'corporaOf', 'describeAugmentation', 'divideTraining', 'evaluate', 'examplesOf', 'extractFeatures', 'featuresOf', 'fit', 'fitNormalization', 'fitTemperature', 'frontEndSchema', 'groupBySpeaker', 'initialWeightsOf', 'learningRate', 'leftOutByAll', 'mayHaveMet', 'measure', 'partOfStore', 'pauses', 'percentileBootstrap', 'predictKnownSpeakers', 'predictProbabilities', 'requireKnownEmotions', 'runFolds', 'scoresOf', 'speakerKnowledge', 'spread', 'trainModel', 'trainingSchema', 'unrelatedInitial']);
  expect(Object.keys(node).sort()).toEqual(['checkpointFolder', 'checkpointStore']);
});
