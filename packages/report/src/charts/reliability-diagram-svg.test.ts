import { expect, it } from 'vitest';
import { textWidth } from '../drawing/svg.js';
import { checkWellFormed, textOutside } from '../drawing/well-formed.fixture.js';
import { reliabilityDiagramSvg } from './reliability-diagram-svg.js';

it('shows the accuracy of each bin of confidence', () => {
  const answers = [
    ...[true, true, false, true].map((correct) => ({ confidence: 0.75, correct })),
    ...[false, true].map((correct) => ({ confidence: 0.31, correct })),
    { confidence: 1, correct: true },
  ];
  const svg = reliabilityDiagramSvg({ answers, ece: 0.123 });
  checkWellFormed(svg);
  expect(textOutside(svg, textWidth)).toEqual([]);
  const hints = [...svg.matchAll(/<g><title>([^<]*)</g)].map(([, hint]) => hint!.replaceAll('\u202f', ' '));
  expect(hints).toEqual([
    'confidence 30 % to 40 %: 1 of 2 correct (50 %)',
    'confidence 70 % to 80 %: 3 of 4 correct (75 %)',
    'confidence 90 % to 100 %: 1 of 1 correct (100 %)',
  ]);
  expect(svg).toContain('ECE 12\u202f%');
});

it('refuses an empty list, confidences outside [0, 1], and bins below 1', () => {
  expect(() => reliabilityDiagramSvg({ answers: [] })).toThrow('a list of at least one answer');
  expect(() => reliabilityDiagramSvg({ answers: [{ confidence: 2, correct: true }] })).toThrow('confidence must be in');
  expect(() => reliabilityDiagramSvg({ answers: [{ confidence: 0.2, correct: true }], bins: 0 })).toThrow(
    'bins must be',
  );
});
