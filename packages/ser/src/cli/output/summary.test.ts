import { fileURLToPath } from 'node:url';
import { Run, type SeededRuns } from '@ser/experiments';
import { expect, it } from 'vitest';
import { formatComparison, formatEvaluation, formatSeeds } from './summary.js';

const evaluationOf = async (name: string): Promise<string> =>
  formatEvaluation(await Run.read(fileURLToPath(new URL(`../../../../../results/reference/${name}`, import.meta.url))));

it('tells both directions of two speakers, and their mean', async () => {
  expect(await evaluationOf('tess-cross-speaker-cnn')).toContain(
    [
      'UAR of each fold',
      '  OAF to YAF  64.6 %  of 1399',
      '  YAF to OAF  53.1 %  of 1399',
      '  mean        58.8 %',
      'Recall of each class',
    ].join('\n'),
  );
});

it('does not list folds where there are many', async () => {
  expect(await evaluationOf('emodb-loso-cnn')).not.toContain('UAR of each fold');
});

/** All printed figures differ, so that a figure in the wrong row is found. */
const result = (seed: number, shift = 0): Run =>
  ({
    config: {
      ...{ corpus: 'emodb', benchmark: true, protocol: 'loso', speakerIndependent: true, speakerAdaptation: 'none' },
      ...{ model: { kind: 'cnn' }, labels: ['angry', 'sad'], seed },
    },
    metrics: {
      ...{ labels: ['angry', 'sad'], utterances: 535, speakers: 10, folds: [] },
      uar: { value: 0.684 + shift, ci95: [0.618, 0.758] },
      ...{ war: { value: 0.679 + shift }, macroF1: { value: 0.668 + shift }, ece: { value: 0.083 + shift } },
      perClass: [
        { label: 'angry', recall: 0.71, precision: 0.72, f1: 0.73, support: 127 },
        { label: 'sad', recall: 0.61, precision: 0.62, f1: 0.63, support: 62 },
      ],
    },
  }) as unknown as Run;

/** The cells of a line of a table. */
const cells = (text: string, first: string): string[] => {
  const line = text.split('\n').find((one) => one.trim().startsWith(first));
  return (line ?? '').trim().split(/\s{2,}/);
};

it('formatEvaluation(result) prints each figure in its own row', () => {
  const text = formatEvaluation(result(0));
  expect(cells(text, 'UAR')[1]).toMatch(/^68\.4\s%$/);
  expect(cells(text, 'UAR')[2]).toMatch(/61\.8 – 75\.8\s%; chance 50\.0\s%$/);
  expect(cells(text, 'WAR')[1]).toMatch(/^67\.9\s%$/);
  expect(cells(text, 'macro-F1')[1]).toMatch(/^66\.8\s%$/);
  expect(cells(text, 'ECE')[1]).toMatch(/^8\.3\s%$/);
  expect(cells(text, 'angry').slice(1).join(' ')).toMatch(/^71\.0\s% of 127$/);
});

it('formatEvaluation(result) states the clips on which listeners agree, where they have voted', () => {
  expect(formatEvaluation(result(0))).not.toContain('listeners');
  const run = result(0);
  const agreed = { utterances: 212, uar: { value: 0.812, ci95: [0.75, 0.86] }, war: { value: 0.9, ci95: [0.8, 1] } };
  const text = formatEvaluation({ ...run, metrics: { ...run.metrics, agreed } } as unknown as Run);
  expect(cells(text, 'UAR where').join(' ')).toMatch(
    /^UAR where listeners agree 81\.2\s% 95 % interval 75\.0 – 86\.0\s%; the 212 utterances in which most heard/,
  );
});

it('formatEvaluation(result) ends with what the run cannot measure', () => {
  const run = result(0);
  const limits = ['only speaker 03 shows happy: whether it is recognized in other people cannot be measured'];
  const text = formatEvaluation({ ...run, config: { ...run.config, limits } } as unknown as Run);
  expect(text.split('\n').at(-1)).toBe(limits[0]);
  expect(formatEvaluation(run)).not.toContain('cannot be measured');
});

it('formatSeeds(runs) prints mean and deviation of each figure in its own row, and a row for each seed', () => {
  const spread = (mean: number, sd: number) => ({ mean, sd });
  const text = formatSeeds({
    runs: [result(3), result(4, 0.01)],
    summary: {
      ...{ seeds: [3, 4], ci95: [0.618, 0.758] },
      ...{ uar: spread(0.511, 0.012), war: spread(0.522, 0.023) },
      ...{ macroF1: spread(0.533, 0.034), ece: spread(0.144, 0.045) },
    },
  } as unknown as SeededRuns);
  expect(cells(text, 'UAR')[1]).toMatch(/^51\.1 ± 1\.2\s%$/);
  expect(cells(text, 'WAR')[1]).toMatch(/^52\.2 ± 2\.3\s%$/);
  expect(cells(text, 'macro-F1')[1]).toMatch(/^53\.3 ± 3\.4\s%$/);
  expect(cells(text, 'ECE')[1]).toMatch(/^14\.4 ± 4\.5\s%$/);
  expect(cells(text, 'seed')).toEqual(['seed', 'UAR', 'WAR', 'macro-F1', 'ECE']);
  expect(cells(text, '4').map((cell) => cell.replace(/\s%/, ''))).toEqual(['4', '69.4', '68.9', '67.8', '9.3']);
});

it('formatComparison(results) prints each figure in its own column', () => {
  const text = formatComparison([result(0)]);
  expect(cells(text, 'model')).toEqual(['model', 'UAR', '95 % interval', 'WAR', 'macro-F1']);
  expect(cells(text, 'cnn').map((cell) => cell.replace(/\s%/g, ''))).toEqual([
    'cnn',
    '68.4',
    '61.8 – 75.8',
    '67.9',
    '66.8',
  ]);
});
