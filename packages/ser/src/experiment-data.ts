import type { ProgressListener } from '@ser/core';
import type { Corpus } from '@ser/datasets';
import { loadFeatures, loadVariants } from '@ser/datasets/node';
import type { FeatureMatrix } from '@ser/dsp';
import type { Experiment } from '@ser/training';

/** Options of {@link loadExperimentData}. */
export interface ExperimentDataOptions {
  /** Folder of the cache of features; nothing is kept if absent. */
  readonly cache?: string;
  readonly threads?: number;
  readonly onProgress?: ProgressListener;
  readonly signal?: AbortSignal;
}

/** What networks learn from: features by utterance id, and those of altered copies where the experiment has them. */
export interface ExperimentData {
  readonly features: ReadonlyMap<string, FeatureMatrix>;
  readonly variants?: ReadonlyMap<string, readonly FeatureMatrix[]>;
}

/** Loads or extracts the features that an experiment needs. */
export async function loadExperimentData(
  corpus: Corpus,
  { frontEnd, augmentation, seed }: Pick<Experiment, 'frontEnd' | 'augmentation' | 'seed'>,
  options: ExperimentDataOptions,
): Promise<ExperimentData> {
  const features = await loadFeatures(corpus, frontEnd, options);
  if (!augmentation) return { features };
  return { features, variants: await loadVariants(corpus, frontEnd, { ...augmentation, seed, ...options }) };
}
