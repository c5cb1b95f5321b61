import { type Corpus, syntheticCorpus } from '@ser/datasets';
import type { Variants } from '@ser/training';
import { DEFAULT_FRONT_END, TRAINING_DEFAULTS } from '@ser/training';
import { expect, it } from 'vitest';
import { crossValidate } from './cross-validate.js';
import { nestedCrossValidate } from './nested-cross-validate.js';

/** A corpus that nothing may be read of. */
const unread: Corpus = {
  ...syntheticCorpus({ speakers: 4, utterancesPerEmotion: 3 }),
  read: async ({ id }) => {
    throw new Error(`${id} was read`);
  },
};

const variants = (color: 'babble' | 'pink'): Variants => ({
  features: new Map(),
  augmentation: { copies: 1, steps: [{ kind: 'noise', color, snrDb: [5, 20] }], seed: 1 },
});

const recipe = { model: { kind: 'cnn' }, frontEnd: DEFAULT_FRONT_END, training: TRAINING_DEFAULTS.cnn } as const;
const judge = (protocol: string, color: 'babble' | 'pink') =>
  crossValidate({ ...recipe, corpus: unread, protocol, seed: 1, variants: variants(color) });

it.each(['random-3', 'stratified-3', 'sentence-2'])(
  'babble of test clips is kept out of training under %s',
  async (protocol) => {
    const refusal = `test part included: ${protocol} has folds that share speakers`;
    await expect(judge(protocol, 'babble')).rejects.toThrow(refusal);
    await expect(judge(protocol, 'pink')).rejects.toThrow('was read');
  },
);

it('babble is mixed within each part where folds share no speakers', async () => {
  await expect(judge('loso', 'babble')).rejects.toThrow('was read');
});

it('babble of test clips has no say in a choice', async () => {
  const candidates = [{ name: 'babble', ...recipe, features: new Map(), variants: variants('babble') }];
  await expect(nestedCrossValidate({ corpus: unread, protocol: 'random-3', candidates, seed: 1 })).rejects.toThrow(
    'random-3 has folds that share speakers',
  );
});
