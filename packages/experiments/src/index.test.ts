import { expect, it } from 'vitest';
import * as experiments from './index.js';
import * as node from './node.js';

it('exports exactly the documented names', () => {
  expect(Object.keys(experiments).sort()).toEqual([
    'CORRUPTIONS',
    'UNSEEN_EMOTIONS',
    'combineRuns',
    'compareRuns',
    'crossValidate',
    'crossValidateSeeds',
    'evaluateUnseen',
    'measureUnseen',
    'nestedCrossValidate',
    'overrideExperiment',
    'parseExperiment',
    'parseValue',
    'robustnessCurves',
    'runTitle',
    'selectRecipe',
    'splitForCandidates',
    'sweepExperiment',
  ]);
  expect(Object.keys(node).sort()).toEqual(['readRun', 'remeasure', 'remeasureUnseen', 'writeRun', 'writeUnseen']);
});
