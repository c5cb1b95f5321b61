import { expect, it } from 'vitest';
import * as report from './index.js';
import * as node from './node.js';

it('index and node export exactly the documented names', () => {
  expect(Object.keys(report).sort()).toEqual([
    'ROBUSTNESS_CONDITIONS',
    'confusionMatrixSvg',
    'countsSvg',
    'heatMapSvg',
    'histogramSvg',
    'perClassBarsSvg',
    'reliabilityDiagramSvg',
    'reportHtml',
    'riskCoverage',
    'riskCoverageSvg',
    'robustnessSvg',
    'tooFewSpeakers',
    'trainingCurvesSvg',
    'warningsOf',
    'waveformSvg',
  ]);
  expect(Object.keys(node)).toEqual(['svgToPng']);
});
