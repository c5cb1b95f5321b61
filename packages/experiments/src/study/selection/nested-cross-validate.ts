import { type ProgressListener, SerError } from '@ser/core';
import type { Fold, Split } from '@ser/datasets';
import { type CheckpointStore, measure, runFolds } from '@ser/training';
import { Run } from '../../runs/run.js';
import type { FoldSelection } from '../../runs/run-config.js';
import { type CrossValidateOptions, chosenFolds, planCrossValidation } from '../cross-validate.js';
import { networkCounter } from '../network-counter.js';
import { partOfStore } from '../part-of-store.js';
import { type SelectRecipeOptions, selectRecipe } from './select-recipe.js';

/** Options of {@link nestedCrossValidate}. */
export interface NestedCrossValidateOptions extends Omit<SelectRecipeOptions, 'ids'> {
  /** The outer folds. */
  readonly split: Split;
  /** Runs the first outer folds only; all by default. */
  readonly folds?: number | undefined;
  /**
   * Storage of states and outcomes of all networks, including those of the choices. If it holds some, finished networks are not
   * trained again and the others resume, with the same result.
   */
  readonly checkpoints?: CheckpointStore | undefined;
  /** Versions, machine, revision: stored with the result. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /**
   * Receives the number of trained networks and their total; figures are those of `crossValidate`, `outerFold` and `candidate`,
   * both from 1.
   */
  readonly onProgress?: ProgressListener | undefined;
}

/**
 * Evaluates a choice of recipes without any selection on test data (Stone, 1974; Varma and Simon, 2006). For each outer fold, a
 * recipe is chosen on the speakers of its training part only, then trained on that part, and predicts the test part once. All
 * candidates are evaluated on the same folds. The figures are those of the procedure of choosing, not of one candidate; folds
 * may choose different ones.
 *
 * It trains candidates × inner folds + 1 networks for each outer fold. In the `config` of the result, `selection` lists the
 * choices; the recipe is that of the first fold.
 *
 * @throws SerError `INVALID_ARGUMENT` for the reasons of `selectRecipe` and `crossValidate`; `ABORTED` through `signal`.
 */
export async function nestedCrossValidate(options: NestedCrossValidateOptions): Promise<Run> {
  const { candidates, innerFolds = 3, split, folds: limit, checkpoints, onProgress, environment, ...shared } = options;
  const { corpus } = shared;
  const outerFolds = chosenFolds(split.folds, limit);
  const runs: Run[] = [];
  const selection: FoldSelection[] = [];
  const perFold = candidates.length * innerFolds + 1;
  const watch = networkCounter(`${corpus.name} networks`, outerFolds.length * perFold, onProgress);
  const chooseAndEvaluate = async (fold: Fold, i: number): Promise<void> => {
    const before = i * perFold;
    const { best, ranking } = await selectRecipe({
      ...shared,
      innerFolds,
      candidates,
      ids: fold.train,
      ...watch(before, perFold - 1, { outerFold: i + 1 }),
      checkpoints: checkpoints && partOfStore(checkpoints, `outer ${i + 1}, `),
    });
    const { name, ...recipe } = best;
    const evaluated: CrossValidateOptions = {
      ...shared,
      ...recipe,
      split,
      environment,
      folds: [fold.name],
      ...watch(before + perFold - 1, 1, {
        outerFold: i + 1,
        candidate: candidates.indexOf(best) + 1,
      }),
      checkpoints,
    };
    const { task, folds: named, resultOf } = planCrossValidation(evaluated);
    runs.push(resultOf(await runFolds(named, { ...evaluated, task })));
    const { model, frontEnd, training, variants } = recipe;
    selection.push({
      ...{ fold: fold.name, name, model, frontEnd, training },
      audioAugmentation: variants?.augmentation,
      ranking: ranking.map(({ candidate, metrics }) => ({ name: candidate.name, uar: metrics.uar.value })),
    });
  };
  for (const [i, fold] of outerFolds.entries()) {
    try {
      await chooseAndEvaluate(fold, i);
    } catch (error) {
      if (!(error instanceof SerError) || error.code !== 'ABORTED') throw error;
      // The cause counts the folds of one run.
      throw new SerError('ABORTED', `training was stopped in outer fold ${i + 1} of ${outerFolds.length}`, {
        cause: error,
      });
    }
  }
  const predictions = runs.flatMap((run) => run.predictions);
  const folds = runs.flatMap((run) => run.folds);
  const partial = outerFolds.length < split.folds.length;
  return new Run({
    config: { ...runs[0]!.config, folds: runs.length, partial, candidates: 1, selection },
    metrics: measure(predictions, corpus.emotions, {
      temperatures: new Map(folds.map(({ name, temperature }) => [name, temperature])),
    }),
    folds,
    predictions,
    histories: runs.flatMap((run) => run.histories),
    maps: runs.every(({ maps }) => maps) ? runs.flatMap(({ maps = [] }) => maps) : undefined,
  });
}
