import { expect, it } from 'vitest';
import * as report from './index.js';
import * as node from './node.js';

it('index and node export exactly the documented names', () => {
  expect(Object.keys(report).sort()).toEqual([
    'ROBUSTNESS_CONDITIONS',
    'clipHtml',
    'confusionMatrixSvg',
    'countsSvg',
    'emotionTimelineSvg',
    'explanationSvg',
    'heatMapSvg',
    'histogramSvg',
    'perClassBarsSvg',
    'pitchContourSvg',
    'reliabilityDiagramSvg',
    'reportHtml',
    'riskCoverage',
    'riskCoverageSvg',
    'robustnessSvg',
    'stackSvg',
    'tooFewSpeakers',
    'trainingCurvesSvg',
    'warningsOf',
    'waveformSvg',
  ]);
  expect(Object.keys(node)).toEqual(['svgToPng']);
});
