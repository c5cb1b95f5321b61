import fc from 'fast-check';
import { expect, it } from 'vitest';
import { confusionMatrixSvg } from './confusion-matrix-svg.js';
import { textWidth } from './svg.js';
import { checkWellFormed, textOutside } from './well-formed.fixture.js';

const matrix = [
  [6, 3, 1],
  [0, 8, 0],
  [0, 0, 0],
];
const labels = ['angry', 'happy', 'sad'];
const texts = (svg: string): string[] => [...svg.matchAll(/<text [^>]*>([^<]*)</g)].map(([, text]) => text!);
const hints = (svg: string): string[] => [...svg.matchAll(/<g><title>([^<]*)</g)].map(([, text]) => text!);

it('shows shares of each row with their counts', () => {
  const svg = confusionMatrixSvg({ labels, matrix, title: 'LSTM' });
  checkWellFormed(svg);
  const numbers = texts(svg).filter((text) => /^\d+$/.test(text));
  expect(numbers).toEqual(['60', '6', '30', '3', '10', '1', '0', '100', '8', '0', '0', '0', '0']);
  expect(hints(svg)).toHaveLength(9);
  expect(hints(svg)[1]).toBe('angry recognized as happy: 3 of 10 (30\u202f%)');
  expect(texts(svg)).toEqual(expect.arrayContaining(['LSTM', 'n = 10', 'n = 8', 'n = 0']));
});

it('shows counts alone where it is asked to', () => {
  const numbers = texts(confusionMatrixSvg({ labels, matrix, normalize: 'none' })).filter((text) => /^\d+$/.test(text));
  expect(numbers).toEqual(['6', '3', '1', '0', '8', '0', '0', '0', '0']);
});

it('paints a cell the deeper the larger its share, and numbers white on deep cells', () => {
  const cells = [...confusionMatrixSvg({ labels, matrix }).matchAll(/fill-opacity="([\d.]+)"/g)].map(([, o]) =>
    Number(o),
  );
  expect(cells[4]).toBe(1);
  expect(cells[0]).toBeGreaterThan(cells[1]!);
  expect(cells[1]).toBeGreaterThan(cells[2]!);
  expect(confusionMatrixSvg({ labels, matrix })).toMatch(/f-onCell[^>]*>100</);
});

it('stays well-formed with all of its text inside, for 1 to 12 classes with any names', () => {
  const name = fc.string({ minLength: 1, maxLength: 18, unit: 'grapheme-ascii' });
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 12 }), fc.nat({ max: 5000 }), (names, count) => {
      const square = names.map((_, row) => names.map((_, column) => (row === column ? count : column)));
      const svg = confusionMatrixSvg({ labels: names, matrix: square, title: names[0]! });
      checkWellFormed(svg);
      expect(textOutside(svg, textWidth)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

it('refuses what is no confusion matrix', () => {
  expect(() => confusionMatrixSvg({ labels: [], matrix: [] })).toThrow('labels must be a list of at least one name');
  expect(() => confusionMatrixSvg({ labels, matrix: matrix.slice(1) })).toThrow('matrix must be 3 rows of 3 counts');
  expect(() => confusionMatrixSvg({ labels: ['a'], matrix: [[Number.NaN]] })).toThrow('matrix must be made of counts');
  expect(() => confusionMatrixSvg({ labels: ['a'], matrix: [[-1]] })).toThrow('matrix must be made of counts');
});
