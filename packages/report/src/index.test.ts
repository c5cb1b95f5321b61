import { expect, it } from 'vitest';
import * as report from './index.js';
import * as node from './node.js';

it('index and node export exactly the documented names', () => {
  expect(Object.keys(report).sort()).toEqual([
    'ROBUSTNESS_CONDITIONS',
    'clipHtml',
    'confusionMatrixSvg',
    'countsSvg',
    'embeddingMapSvg',
    'emotionTimelineSvg',
    'evaluationPlots',
    'explanationSvg',
    'heatMapSvg',
    'histogramSvg',
    'modelCardHtml',
    'modelCardMarkdown',
    'modelCardParts',
    'perClassBarsSvg',
    'pitchContourSvg',
    'reliabilityDiagramSvg',
    'reportHtml',
    'riskCoverageSvg',
    'robustnessSvg',
    'speakersSvg',
    'stackSvg',
    'tooFewSpeakers',
    'trainingCurvesSvg',
    'warningsOf',
    'waveformSvg',
    'worstMistakes',
  ]);
  expect(Object.keys(node)).toEqual(['svgToPng']);
});
