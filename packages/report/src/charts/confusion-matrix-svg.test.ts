import fc from 'fast-check';
import { expect, it } from 'vitest';
import { textWidth } from '../drawing/svg.js';
import { checkWellFormed, textOutside } from '../drawing/well-formed.fixture.js';
import { confusionMatrixSvg } from './confusion-matrix-svg.js';

const matrix = [
  [6, 3, 1],
  [0, 8, 0],
  [0, 0, 0],
];
const labels = ['angry', 'happy', 'sad'];
const texts = (svg: string): string[] => [...svg.matchAll(/<text [^>]*>([^<]*)</g)].map(([, text]) => text!);
const hints = (svg: string): string[] => [...svg.matchAll(/<g><title>([^<]*)</g)].map(([, text]) => text!);

it('prints the share of each row above the count', () => {
  const svg = confusionMatrixSvg({ labels, matrix, title: 'LSTM' });
  checkWellFormed(svg);
  const numbers = texts(svg).filter((text) => /^\d+$/.test(text));
  expect(numbers).toEqual(['60', '6', '30', '3', '10', '1', '0', '100', '8', '0', '0', '0', '0']);
  expect(hints(svg)).toHaveLength(9);
  expect(hints(svg)[1]).toBe('angry predicted as happy: 3 of 10 (30\u202f%)');
  expect(texts(svg)).toEqual(expect.arrayContaining(['LSTM', 'n = 10', 'n = 8', 'n = 0']));
});

it("prints counts only with normalize: 'none'", () => {
  const numbers = texts(confusionMatrixSvg({ labels, matrix, normalize: 'none' })).filter((text) => /^\d+$/.test(text));
  expect(numbers).toEqual(['6', '3', '1', '0', '8', '0', '0', '0', '0']);
});

it('gives larger shares a deeper color, with white numbers on deep cells', () => {
  const cells = [...confusionMatrixSvg({ labels, matrix }).matchAll(/fill-opacity="([\d.]+)"/g)].map(([, o]) =>
    Number(o),
  );
  expect(cells[4]).toBe(1);
  expect(cells[0]).toBeGreaterThan(cells[1]!);
  expect(cells[1]).toBeGreaterThan(cells[2]!);
  expect(confusionMatrixSvg({ labels, matrix })).toMatch(/f-onCell[^>]*>100</);
});

it('is well-formed with all text inside the drawing, for 1 to 12 classes with any names', () => {
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

it('refuses a matrix that is not labels × labels, and values that are not counts', () => {
  expect(() => confusionMatrixSvg({ labels: [], matrix: [] })).toThrow('labels must be a list of at least one name');
  expect(() => confusionMatrixSvg({ labels, matrix: matrix.slice(1) })).toThrow('matrix must be 3 rows of 3 counts');
  expect(() => confusionMatrixSvg({ labels: ['a'], matrix: [[Number.NaN]] })).toThrow(
    'matrix must be counts, finite and from 0',
  );
  expect(() => confusionMatrixSvg({ labels: ['a'], matrix: [[-1]] })).toThrow(
    'matrix must be counts, finite and from 0',
  );
});
