import { type Corpus, extractFeatures, syntheticCorpus } from '@ser/datasets';
import type { FeatureMatrix, FrontEndConfig } from '@ser/dsp';
import { startBackend } from '@ser/models';
// By its name, so that packages above can use this file without compiling the sources.
import { type AugmentedVersions, DEFAULT_FRONT_END, type TrainModelOptions } from '@ser/training';

/** A front end with few frames. */
export const frontEnd: FrontEndConfig = { ...DEFAULT_FRONT_END, frame: { nFft: 512, hopLength: 512 } };

type SmallRecipe = Omit<TrainModelOptions['training'], 'epochs'>;

/** A recipe that a small network learns fast with. */
export const RECIPE: SmallRecipe = {
  batchSize: 8,
  learningRate: 6e-3,
  schedule: { kind: 'cosine' },
  clipNorm: 1,
  window: { frames: 32, hopFrames: 16, padding: 'wrap' },
  averaging: { kind: 'ema', decay: 0.9 },
};

/** A training that takes seconds. */
export interface SmallTraining {
  /** 32 clips of 4 speakers. */
  readonly corpus: Corpus;
  readonly features: ReadonlyMap<string, FeatureMatrix>;
  /** Returns the options of `trainModel`, with some replaced. */
  options(rest?: Partial<TrainModelOptions>): TrainModelOptions;
  /** Returns the corpus under another name. */
  called(name: string): Corpus;
  /** Returns augmented versions of all clips: 3 higher in every coefficient for some speakers, equal to the clip for all others. */
  versionsOf(augmented: (speaker: string) => boolean): AugmentedVersions;
}

/** Starts a backend, and prepares a training. */
export async function smallTraining(): Promise<SmallTraining> {
  await startBackend();
  const corpus = syntheticCorpus({ speakers: 4, utterancesPerEmotion: 2 });
  const features = await extractFeatures(corpus, frontEnd);
  const model = { kind: 'cnn', filters: [16, 16], denseUnits: 16 } as const;
  return {
    corpus,
    features,
    options: (rest = {}) => ({
      ...{ corpus, model, frontEnd, training: { ...RECIPE, epochs: 40 }, seed: 3, features },
      ...rest,
    }),
    called: (name) => ({
      ...corpus,
      name,
      utterances: corpus.utterances.map((utterance) => ({ ...utterance, corpus: name })),
    }),
    versionsOf(augmented) {
      const byId = corpus.utterances.map(({ id, speaker }): [string, FeatureMatrix[]] => {
        const matrix = features.get(id)!;
        return [id, [augmented(speaker) ? { ...matrix, data: matrix.data.map((x) => x + 3) } : matrix]];
      });
      return {
        features: new Map(byId),
        augmentation: { copies: 1, steps: [{ kind: 'gain', db: [3, 3] }], seed: 7 },
      };
    },
  };
}
