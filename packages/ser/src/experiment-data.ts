import type { ProgressListener } from '@ser/core';
import { type Corpus, extractAugmented, extractFeatures } from '@ser/datasets';
import type { FeatureMatrix } from '@ser/dsp';
import type { Experiment } from '@ser/experiments';
import { SerModel } from '@ser/models';
import type { Variants } from '@ser/training';

/** Options of {@link loadExperimentData}. */
export interface ExperimentDataOptions {
  /** Folder of the cache of features; nothing is kept if absent. */
  readonly cache?: string;
  readonly threads?: number;
  readonly onProgress?: ProgressListener;
  readonly signal?: AbortSignal;
}

/** What networks learn from: features by utterance id, altered copies and a model to begin with where the experiment has them. */
export interface ExperimentData {
  readonly features: ReadonlyMap<string, FeatureMatrix>;
  readonly variants?: Variants;
  readonly initial?: SerModel;
}

/** Loads the model that an experiment begins with, and loads or extracts the features that it needs. */
export async function loadExperimentData(
  corpus: Corpus,
  experiment: Pick<Experiment, 'frontEnd' | 'augmentation' | 'initial' | 'seed'>,
  options: ExperimentDataOptions,
): Promise<ExperimentData> {
  const initial = experiment.initial === undefined ? {} : { initial: await SerModel.load(experiment.initial) };
  const features = await extractFeatures(corpus, experiment.frontEnd, options);
  const variants = await loadExperimentVariants(corpus, experiment, options);
  return { ...initial, features, ...(variants ? { variants } : {}) };
}

/** Loads or makes the altered copies of an experiment, if it has any: they follow from its seed. */
export async function loadExperimentVariants(
  corpus: Corpus,
  { frontEnd, augmentation, seed }: Pick<Experiment, 'frontEnd' | 'augmentation' | 'seed'>,
  options: ExperimentDataOptions,
): Promise<Variants | undefined> {
  if (!augmentation) return undefined;
  const seeded = { ...augmentation, seed };
  return { features: await extractAugmented(corpus, frontEnd, seeded, options), augmentation: seeded };
}
