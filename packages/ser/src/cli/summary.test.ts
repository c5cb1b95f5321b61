import { fileURLToPath } from 'node:url';
import { Run } from '@ser/experiments';
import { expect, it } from 'vitest';
import { formatEvaluation } from './summary.js';

const evaluationOf = async (name: string): Promise<string> =>
  formatEvaluation(await Run.read(fileURLToPath(new URL(`../../../results/reference/${name}`, import.meta.url))));

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
