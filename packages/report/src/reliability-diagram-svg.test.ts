import { expect, it } from 'vitest';
import { reliabilityDiagramSvg } from './reliability-diagram-svg.js';
import { textWidth } from './svg.js';
import { checkWellFormed, textOutside } from './well-formed.fixture.js';

it('says how often the answers of each confidence are right', () => {
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
    '30 % to 40 % sure: 1 of 2 right (50 %)',
    '70 % to 80 % sure: 3 of 4 right (75 %)',
    '90 % to 100 % sure: 1 of 1 right (100 %)',
  ]);
  expect(svg).toContain('ECE 12\u202f%');
});

it('refuses what is no confidence', () => {
  expect(() => reliabilityDiagramSvg({ answers: [] })).toThrow('a list of at least one answer');
  expect(() => reliabilityDiagramSvg({ answers: [{ confidence: 2, correct: true }] })).toThrow('confidence must be in');
  expect(() => reliabilityDiagramSvg({ answers: [{ confidence: 0.2, correct: true }], bins: 0 })).toThrow(
    'bins must be',
  );
});
