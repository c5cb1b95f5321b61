import { expect, it } from 'vitest';
import * as report from './index.js';

it('exports exactly the documented names', () => {
  expect(Object.keys(report).sort()).toEqual([
    'confusionMatrixSvg',
    'countsSvg',
    'histogramSvg',
    'perClassBarsSvg',
    'reliabilityDiagramSvg',
    'reportHtml',
    'trainingCurvesSvg',
    'warningsOf',
  ]);
});
