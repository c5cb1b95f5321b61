import { expect, it } from 'vitest';
import { textWidth } from '../drawing/svg.js';
import { checkWellFormed, textOutside } from '../drawing/well-formed.fixture.js';
import { ROBUSTNESS_CONDITIONS, robustnessSvg } from './robustness-svg.js';

const rows = [
  { condition: 'clean', value: 0, uar: 0.8 },
  { condition: 'white', value: 20, uar: 0.7 },
  { condition: 'white', value: 0, uar: 0.2 },
  { condition: 'reverberation', value: 0.4, uar: 0.5 },
];
const lines = (svg: string): [number, number][][] =>
  [...svg.matchAll(/<polyline points="([^"]*)"/g)].map(([, list]) =>
    list!.split(' ').map((pair) => pair.split(',').map(Number) as [number, number]),
  );
const texts = (svg: string): string[] => [...svg.matchAll(/<text [^>]*>([^<]*)</g)].map(([, text]) => text!);

it('draws UAR by strength, with the clean clips where the corruption is weakest', () => {
  const svg = robustnessSvg({ condition: 'white', series: [{ name: 'cnn', rows }], chance: 1 / 7 });
  checkWellFormed(svg);
  expect(textOutside(svg, textWidth)).toEqual([]);
  const [line] = lines(svg);
  expect(line).toHaveLength(3);
  const [loud, soft, clean] = line!;
  expect(loud![0]).toBeLessThan(soft![0]);
  expect(soft![0]).toBeLessThan(clean![0]);
  expect(loud![1]).toBeGreaterThan(soft![1]);
  expect((loud![1] - clean![1]) / (soft![1] - clean![1])).toBeCloseTo(6, 1);
  expect(texts(svg)).toEqual(expect.arrayContaining(['White noise', '0', '20', 'clean', 'chance', '70', '80']));
  const [dry] = lines(robustnessSvg({ condition: 'reverberation', series: [{ name: 'cnn', rows }] }));
  expect(dry![0]![1]).toBeLessThan(dry![1]![1]);
});

it('draws one line for each model, with its name and its own style', () => {
  const series = Array.from({ length: 7 }, (_, i) => ({ name: `model <${i}> with a long name`, rows }));
  const svg = robustnessSvg({ condition: 'white', series, title: 'Noise & more' });
  checkWellFormed(svg);
  expect(textOutside(svg, textWidth)).toEqual([]);
  expect(lines(svg)).toHaveLength(7);
  expect(texts(svg).filter((text) => text.includes('with a long name'))).toHaveLength(7);
  const styles = [...svg.matchAll(/<polyline [^>]*?(class="[^"]*")[^>]*>/g)].map(
    ([whole, kind]) => `${kind} ${whole.includes('dasharray')}`,
  );
  expect(new Set(styles).size).toBe(7);
});

it('omits values at which a model was not measured', () => {
  const svg = robustnessSvg({
    condition: 'white',
    series: [
      { name: 'a', rows },
      { name: 'b', rows: rows.slice(0, 2) },
    ],
  });
  expect(lines(svg).map((line) => line.length)).toEqual([3, 2]);
});

it('accepts its conditions and refuses other words, also members of Object.prototype', () => {
  for (const condition of ROBUSTNESS_CONDITIONS) {
    checkWellFormed(robustnessSvg({ condition, series: [{ name: 'a', rows: [{ condition, value: 1, uar: 1 }] }] }));
  }
  const draw = (condition: string, uar = 0.5) =>
    robustnessSvg({ condition, series: [{ name: 'a', rows: [{ condition: 'level', value: 1, uar }] }] });
  for (const word of ['wind', 'constructor'])
    expect(() => draw(word)).toThrow('condition must be one of white, babble, telephone');
  expect(() => draw('white')).toThrow('series must be series with rows of the condition white');
  expect(() => draw('level', 1.2)).toThrow('uar must be in [0, 1]');
});
