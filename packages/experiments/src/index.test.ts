import { expect, it } from 'vitest';
import * as experiments from './index.js';
import * as node from './node.js';

it('exports exactly the documented names', () => {
  expect(Object.keys(experiments).sort()).toEqual([
    'CORRUPTIONS',
    'Run',
    'Study',
    'UNSEEN_EMOTIONS',
    'crossValidate',
    'evaluateUnseen',
    'expandExperiment',
    'flatMetrics',
    'formatPredictions',
    'measureUnseen',
    'openStudy',
    'overrideExperiment',
    'parseExperiment',
    'parsePredictions',
    'parseValue',
    'runTitle',
  ]);
  expect(Object.keys(node).sort()).toEqual(['remeasure', 'remeasureUnseen', 'writeUnseen']);
});
