import { type Corpus, syntheticCorpus } from '@ser/datasets';
import { expect, it } from 'vitest';
import { parseExperiment } from '../../experiment/parse-experiment.js';
import { openStudy } from '../open-study.js';
import type { Study } from '../study.js';

/** A corpus whose recordings must not be read. */
const unread: Corpus = {
  ...syntheticCorpus({ speakers: 4, utterancesPerEmotion: 3 }),
  read: async ({ id }) => {
    throw new Error(`${id} was read`);
  },
};

const study = (protocol: string, color: 'babble' | 'pink'): Promise<Study> =>
  openStudy(
    {
      ...{ corpus: 'synthetic', protocol, model: { kind: 'cnn' } },
      audioAugmentation: { copies: 1, steps: [{ kind: 'noise', color, snrDb: [5, 20] }] },
    },
    { corpus: unread },
  );
const evaluate = async (protocol: string, color: 'babble' | 'pink') => (await study(protocol, color)).evaluate();

it.each(['random-3', 'stratified-3', 'sentence-2'])(
  'refuses babble, which would contain test clips, under %s before a clip is read',
  async (protocol) => {
    const refusal = `also from test clips: the folds of ${protocol} share speakers`;
    await expect(evaluate(protocol, 'babble')).rejects.toThrow(refusal);
    await expect(evaluate(protocol, 'pink')).rejects.toThrow('was read');
  },
);

it('allows babble where folds share no speakers', async () => {
  await expect(evaluate('loso', 'babble')).rejects.toThrow('was read');
});

it.each([false, true])('refuses babble of test clips in a choice (nested: %s)', async (nested) => {
  const opened = await study('random-3', 'babble');
  const candidates = [{ name: 'babble', experiment: parseExperiment(opened.experiment) }];
  const chosen = nested ? opened.select(candidates, { nested }) : opened.select(candidates);
  await expect(chosen).rejects.toThrow('the folds of random-3 share speakers');
});
