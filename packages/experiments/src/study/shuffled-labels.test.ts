import { type Corpus, extractFeatures, syntheticCorpus } from '@ser/datasets';
import { MODEL_KINDS, type ModelKind, startBackend } from '@ser/models';
import { describe, expect, it } from 'vitest';
import { SMALL_MODELS } from '../../../training/test/small-models.js';
import { frontEnd, RECIPE } from '../../../training/test/small-training.js';
import { crossValidate } from './by-protocol.fixture.js';
import { fourDeviations, shuffleLabels } from './shuffle-labels.fixture.js';

await startBackend();
const corpus = syntheticCorpus({ speakers: 8, utterancesPerEmotion: 5 });
const features = await extractFeatures(corpus, frontEnd);

/** UAR on unseen speakers, of four emotions. */
async function uarOf(kind: ModelKind, labeled: Corpus): Promise<number> {
  const { metrics } = await crossValidate({
    ...{ corpus: labeled, features, protocol: 'speaker-3', model: SMALL_MODELS[kind], frontEnd, seed: 1 },
    training: { ...RECIPE, epochs: 8, batchSize: 16 },
  });
  expect(metrics.utterances).toBe(160);
  return metrics.uar.value;
}

describe.each(MODEL_KINDS)('%s', (kind) => {
  it('is clearly above chance with the true labels', async () => {
    expect((await uarOf(kind, corpus)) - 0.25).toBeGreaterThan(fourDeviations(4, 160));
  });

  it('is at chance with shuffled labels', async () => {
    const uar = await uarOf(kind, shuffleLabels(corpus));
    expect(Math.abs(uar - 0.25)).toBeLessThan(fourDeviations(4, 160));
  });
});
