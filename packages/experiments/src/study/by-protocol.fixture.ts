import { extractFeatures, findNearDuplicates, splitCorpus } from '@ser/datasets';
import type { Run } from '../runs/run.js';
import { type CrossValidateOptions, crossValidate as evaluate } from './cross-validate.js';
import { evaluateSeeds, type SeededRuns } from './evaluate-seeds.js';
import {
  nestedCrossValidate as evaluateNested,
  type NestedCrossValidateOptions,
} from './selection/nested-cross-validate.js';
import { type RecipeSelection, type SelectRecipeOptions, selectRecipe as select } from './selection/select-recipe.js';

/** Options with a protocol instead of its folds; features are extracted if absent. */
export interface ByProtocol extends Omit<CrossValidateOptions, 'split' | 'features'> {
  readonly protocol: string;
  readonly features?: CrossValidateOptions['features'] | undefined;
}

/** Divides and extracts as a study does. */
async function prepare<T extends Pick<ByProtocol, 'corpus' | 'protocol' | 'features' | 'frontEnd' | 'seed'>>({
  protocol,
  ...options
}: T): Promise<Omit<T, 'protocol' | 'features'> & Pick<CrossValidateOptions, 'split' | 'features'>> {
  const { corpus, frontEnd, seed } = options;
  const features = options.features ?? (await extractFeatures(corpus, frontEnd));
  const split = splitCorpus(corpus, protocol, { seed, duplicates: findNearDuplicates(corpus, features) });
  return { ...(options as Omit<T, 'protocol' | 'features'>), features, split };
}

export const crossValidate = async (options: ByProtocol): Promise<Run> => evaluate(await prepare(options));

type Given = Omit<SelectRecipeOptions['candidates'][number], 'features'> &
  Partial<Pick<SelectRecipeOptions['candidates'][number], 'features'>>;

const withFeatures = (corpus: CrossValidateOptions['corpus'], candidates: readonly Given[]) =>
  Promise.all(
    candidates.map(async (one) => ({
      ...one,
      features: one.features ?? (await extractFeatures(corpus, one.frontEnd)),
    })),
  );

const duplicatesAmong = (
  corpus: CrossValidateOptions['corpus'],
  candidates: readonly Pick<CrossValidateOptions, 'features'>[],
) => candidates.flatMap(({ features }) => findNearDuplicates(corpus, features));

export async function selectRecipe({
  candidates: given,
  ...options
}: Omit<SelectRecipeOptions, 'candidates'> & { readonly candidates: readonly Given[] }): Promise<RecipeSelection> {
  const candidates = await withFeatures(options.corpus, given);
  return select({ ...options, candidates, duplicates: duplicatesAmong(options.corpus, candidates) });
}

export async function nestedCrossValidate({
  protocol,
  candidates: given,
  ...options
}: Omit<NestedCrossValidateOptions, 'split' | 'candidates'> & {
  readonly protocol: string;
  readonly candidates: readonly Given[];
}): Promise<Run> {
  const { corpus, seed } = options;
  const candidates = await withFeatures(corpus, given);
  const duplicates = duplicatesAmong(corpus, candidates);
  return evaluateNested({
    ...options,
    candidates,
    duplicates,
    split: splitCorpus(corpus, protocol, { seed, duplicates }),
  });
}

/** Evaluates with several seeds; augmented versions are the same for all seeds, or one set for each. */
export async function crossValidateSeeds({
  seeds,
  variants,
  ...options
}: Omit<ByProtocol, 'seed' | 'variants'> & {
  readonly seeds: readonly number[];
  readonly variants?: CrossValidateOptions['variants'] | readonly CrossValidateOptions['variants'][];
}): Promise<SeededRuns> {
  const all = seeds.map((seed, i) => ({
    ...options,
    seed,
    variants: Array.isArray(variants) ? variants[i] : (variants as CrossValidateOptions['variants']),
  }));
  return evaluateSeeds(await Promise.all(all.map(prepare)));
}
