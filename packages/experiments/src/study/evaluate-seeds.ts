import { invalidArgument } from '@ser/core';
import { bootstrapUar, runFolds, type Spread, spread } from '@ser/training';
import type { Run } from '../runs/run.js';
import { type CrossValidateOptions, planCrossValidation } from './cross-validate.js';

/** The runs of one experiment with several seeds. */
export interface SeededRuns {
  /** One run for each seed, in the order of the seeds. */
  readonly runs: readonly Run[];
  readonly summary: SeedsSummary;
}

/** The spread of figures over seeds, as fractions of 1. */
export interface SeedsSummary {
  readonly seeds: readonly number[];
  /** Mean and sample standard deviation over seeds. */
  readonly uar: Spread;
  readonly war: Spread;
  readonly macroF1: Spread;
  readonly ece: Spread;
  /** 95 % bootstrap interval over speakers of the UAR of the predictions of all seeds. */
  readonly ci95: readonly [number, number];
}

/**
 * Evaluates an experiment with several seeds, to show how much figures vary by chance. Workers take folds of all seeds.
 *
 * @param all the options of `crossValidate` for each seed; those of workers, checkpoints and progress are taken from the first.
 * @throws SerError the errors of `crossValidate`, and `INVALID_ARGUMENT` for seeds that are not distinct.
 */
export async function evaluateSeeds(all: readonly CrossValidateOptions[]): Promise<SeededRuns> {
  const seeds = all.map(({ seed }) => seed);
  if (all.length === 0 || new Set(seeds).size < seeds.length)
    throw invalidArgument('seeds', seeds, 'a list of distinct integers');
  const plans = all.map(planCrossValidation);
  const outcomes = await runFolds(
    plans.flatMap(({ folds }, i) =>
      folds.map(({ key, figures, job }) => ({
        key: `seed ${seeds[i]}, ${key}`,
        figures: { seed: seeds[i]!, ...figures },
        job,
      })),
    ),
    { ...all[0]!, task: plans[0]!.task },
  );
  const runs = plans.map(({ folds, resultOf }) => resultOf(outcomes.splice(0, folds.length)));
  return { runs, summary: summaryOf(seeds, runs) };
}

function summaryOf(seeds: readonly number[], runs: readonly Run[]): SeedsSummary {
  const over = (figure: 'uar' | 'war' | 'macroF1' | 'ece'): Spread =>
    spread(runs.map(({ metrics }) => metrics[figure].value));
  const predictions = runs.flatMap((run) => run.predictions);
  return {
    seeds,
    uar: over('uar'),
    war: over('war'),
    macroF1: over('macroF1'),
    ece: over('ece'),
    ci95: bootstrapUar(predictions, runs[0]!.config.labels),
  };
}
