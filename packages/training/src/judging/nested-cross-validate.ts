import { splitCorpus } from '@ser/datasets';
import { type CrossValidation, crossValidate } from '../cross-validate.js';
import { measure } from '../metrics/measure.js';
import type { FoldSelection } from '../run-config.js';
import { type SelectRecipeOptions, selectRecipe } from './select-recipe.js';

/** Options of {@link nestedCrossValidate}. */
export interface NestedCrossValidateOptions extends Omit<SelectRecipeOptions, 'ids'> {
  /** Name of the outer protocol, e.g. `loso`. */
  readonly protocol: string;
  /** Whatever should be kept with the result: versions, machine, revision. */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Judges a choice of recipes without any selection on test data (Stone, 1974; Varma and Simon, 2006): for each outer
 * fold a recipe is chosen by the speakers of its training part alone, then trained on that part, and predicts the test
 * part once. The figures are those of choosing among these candidates, not of one of them; folds may differ in theirs.
 *
 * It trains candidates × inner folds + 1 networks an outer fold. In the result's `config`, `selection` says what was
 * chosen; its recipe is that of the first fold.
 *
 * @throws SerError `INVALID_ARGUMENT` as `selectRecipe` and `crossValidate`.
 */
export async function nestedCrossValidate(options: NestedCrossValidateOptions): Promise<CrossValidation> {
  const { candidates, innerFolds, protocol, ...shared } = options;
  const { corpus, seed } = shared;
  const inner = innerFolds === undefined ? {} : { innerFolds };
  const runs: CrossValidation[] = [];
  const selection: FoldSelection[] = [];
  for (const fold of splitCorpus(corpus, protocol, { seed }).folds) {
    const { best, ranking } = await selectRecipe({ ...shared, ...inner, candidates, ids: fold.train });
    runs.push(await crossValidate({ ...shared, ...best, protocol, folds: [fold.name] }));
    const { name, model, frontEnd, training, variants } = best;
    selection.push({
      ...{ fold: fold.name, name, model, frontEnd, training },
      ...(variants ? { augmentation: variants.augmentation } : {}),
      ranking: ranking.map(({ candidate, metrics }) => ({ name: candidate.name, uar: metrics.uar })),
    });
  }
  const predictions = runs.flatMap((run) => run.predictions);
  const folds = runs.flatMap((run) => run.folds);
  return {
    config: { ...runs[0]!.config, folds: runs.length, partial: false, candidates: 1, selection },
    metrics: measure(predictions, corpus.emotions, {
      temperatures: new Map(folds.map(({ name, temperature }) => [name, temperature])),
    }),
    folds,
    predictions,
    histories: runs.flatMap((run) => run.histories),
  };
}
