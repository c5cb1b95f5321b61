import { expect, it } from 'vitest';
import { evaluationOf } from '../../../test/evaluation.fixture.js';
import { checkWellFormed } from '../../drawing/well-formed.fixture.js';
import { evaluationPlots } from './plots.js';

const maps = [
  {
    points: [
      [0, 1],
      [1, 0],
    ],
    explained: [0.6, 0.3],
  },
] as const;

it('evaluationPlots(evaluation) draws all that there is, each under its own name', () => {
  const plots = evaluationPlots({
    ...evaluationOf('lstm'),
    ...{ folds: [{ name: '03', temperature: 2 }], maps },
    robustness: [{ condition: 'white', value: 10, uar: 0.5 }],
  });
  for (const { svg } of plots) checkWellFormed(svg);
  expect(plots.map(({ name, part }) => `${part} ${name}`)).toEqual([
    ...['classes confusion-matrix', 'classes recall', 'speakers speakers', 'training training-curves'],
    ...['confidence reliability-before-scaling', 'confidence reliability', 'confidence risk-coverage'],
    ...['embeddings embeddings-03', 'robustness robustness-white'],
  ]);
  const map = plots.find(({ part }) => part === 'embeddings')!.svg;
  expect(map).toContain('Test part of 03: 2 clips by emotion, 1 not recognized');
  // The recognized clip is angry and filled, the other one sad and hollow; the legend has filled marks alone.
  expect(map.match(/<path [^>]*class="[fs]-\w+"/g)!.map((path) => /class="([^"]*)"/.exec(path)![1])).toEqual([
    ...['f-first', 's-second', 'f-first', 'f-second'],
  ]);
});

it('evaluationPlots(evaluation) draws classes alone if there is nothing else', () => {
  const one = evaluationOf('lstm');
  const metrics = { ...one.metrics, perSpeaker: undefined };
  const plots = evaluationPlots({ ...one, metrics, predictions: undefined, histories: undefined });
  expect(plots.map(({ name }) => name)).toEqual(['confusion-matrix', 'recall']);
});

it('evaluationPlots(evaluation) refuses a map that lacks points', () => {
  const [{ explained, points }] = maps;
  const short = [{ explained, points: points.slice(1) }];
  expect(() =>
    evaluationPlots({ ...evaluationOf('lstm'), maps: short, folds: [{ name: '03', temperature: 1 }] }),
  ).toThrow('clips[1] must be finite coordinates');
});
