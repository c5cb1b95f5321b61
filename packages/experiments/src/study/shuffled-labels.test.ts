import { type Corpus, extractFeatures, syntheticCorpus } from '@ser/datasets';
import type { FeatureMatrix, FrontEndConfig } from '@ser/dsp';
import { MODEL_KINDS, type ModelKind, startBackend } from '@ser/models';
import { DEFAULT_FRONT_END } from '@ser/training';
import { beforeAll, describe, expect, it } from 'vitest';
import { SMALL_MODELS } from '../../../training/test/small-models.js';
import { crossValidate } from './by-protocol.fixture.js';
import { fourDeviations, shuffleLabels } from './shuffle-labels.fixture.js';

const frontEnd: FrontEndConfig = { ...DEFAULT_FRONT_END, frame: { nFft: 512, hopLength: 512 } };

/** UAR on unseen speakers, of four emotions. */
async function uarOf(kind: ModelKind, corpus: Corpus, features: ReadonlyMap<string, FeatureMatrix>): Promise<number> {
  const { metrics } = await crossValidate({
    ...{ corpus, features, protocol: 'speaker-3', model: SMALL_MODELS[kind], frontEnd, seed: 1 },
    training: {
      epochs: 8,
      batchSize: 16,
      learningRate: 6e-3,
      schedule: { kind: 'cosine' },
      clipNorm: 1,
      window: { frames: 32, hopFrames: 16, padding: 'wrap' },
      averaging: { kind: 'ema', decay: 0.9 },
    },
  });
  expect(metrics.utterances).toBe(160);
  return metrics.uar.value;
}

describe.each(MODEL_KINDS)('%s', (kind) => {
  let corpus: Corpus;
  let features: Map<string, FeatureMatrix>;

  beforeAll(async () => {
    await startBackend();
    corpus = syntheticCorpus({ speakers: 8, utterancesPerEmotion: 5 });
    features = await extractFeatures(corpus, frontEnd);
  });

  it('is clearly above chance with the true labels', async () => {
    expect((await uarOf(kind, corpus, features)) - 0.25).toBeGreaterThan(fourDeviations(4, 160));
  });

  it('is at chance with shuffled labels', async () => {
    const uar = await uarOf(kind, shuffleLabels(corpus), features);
    expect(Math.abs(uar - 0.25)).toBeLessThan(fourDeviations(4, 160));
  });
});
