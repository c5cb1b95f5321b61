import { type Corpus, extractFeatures, syntheticCorpus } from '@ser/datasets';
import type { FeatureMatrix, FrontEndConfig } from '@ser/dsp';
import { MODEL_KINDS, startBackend } from '@ser/models';
import { DEFAULT_FRONT_END } from '@ser/training';
import { beforeAll, describe, expect, it } from 'vitest';
import { SMALL_MODELS } from '../../../training/test/small-models.js';
import { crossValidate } from './by-protocol.fixture.js';
import { fourDeviations, shuffleLabels } from './shuffle-labels.fixture.js';

const frontEnd: FrontEndConfig = { ...DEFAULT_FRONT_END, frame: { nFft: 512, hopLength: 512 } };

describe('shuffled labels teach nothing that helps with unseen speakers', () => {
  let crowd: Corpus;
  let heard: Map<string, FeatureMatrix>;

  beforeAll(async () => {
    await startBackend();
    crowd = shuffleLabels(syntheticCorpus({ speakers: 8, utterancesPerEmotion: 5 }));
    heard = await extractFeatures(crowd, frontEnd);
  });

  it.each(MODEL_KINDS)('%s', async (kind) => {
    const { metrics } = await crossValidate({
      corpus: crowd,
      features: heard,
      protocol: 'speaker-3',
      model: SMALL_MODELS[kind],
      frontEnd,
      training: {
        epochs: 8,
        batchSize: 16,
        learningRate: 6e-3,
        schedule: { kind: 'cosine' },
        clipNorm: 1,
        window: { frames: 32, hopFrames: 16, padding: 'wrap' },
        averaging: { kind: 'ema', decay: 0.9 },
      },
      seed: 1,
    });
    expect(metrics.utterances).toBe(160);
    expect(Math.abs(metrics.uar.value - 0.25)).toBeLessThan(fourDeviations(4, 160));
  });
});
