import { invalidArgument } from '@ser/core';
import type { Variants } from '@ser/training';
import { bootstrapUar, runFolds, type Spread, spread } from '@ser/training';
import {
  type CrossValidateOptions,
  type CrossValidation,
  type CrossValidationPlan,
  planCrossValidation,
} from './cross-validate.js';

/** Options of {@link crossValidateSeeds}. */
export interface CrossValidateSeedsOptions extends Omit<CrossValidateOptions, 'seed' | 'variants'> {
  /** One cross-validation each; distinct. */
  readonly seeds: readonly number[];
  /** Altered copies of utterances trained on: the same for all seeds, or some for each. */
  readonly variants?: Variants | readonly Variants[];
}

/** The outcomes of one recipe with several seeds. */
export interface SeededCrossValidations {
  /** One for each seed, in their order: what {@link crossValidate} gives with that seed. */
  readonly runs: readonly CrossValidation[];
  readonly summary: SeedsSummary;
}

/** How figures vary with the seed, as fractions of 1. */
export interface SeedsSummary {
  readonly seeds: readonly number[];
  /** Mean and sample standard deviation over seeds. */
  readonly uar: Spread;
  readonly war: Spread;
  readonly macroF1: Spread;
  readonly ece: Spread;
  /** 95 % bootstrap interval over speakers of the UAR of all seeds' predictions together. */
  readonly ci95: readonly [number, number];
}

/**
 * Judges a recipe by a protocol with several seeds, which tells what chance alone makes of it. Workers take folds of all
 * seeds, so that more cores than a protocol has folds are of use.
 *
 * @throws SerError as `crossValidate`, and `INVALID_ARGUMENT` for seeds that are not distinct integers.
 * @example
 * const { summary } = await crossValidateSeeds({ corpus, protocol: 'loso', ...recipe, seeds: [0, 1, 2], threads: 4 });
 * console.log(summary.uar.mean, summary.uar.sd);
 */
export async function crossValidateSeeds(options: CrossValidateSeedsOptions): Promise<SeededCrossValidations> {
  const { seeds, variants, ...shared } = options;
  if (seeds.length === 0 || new Set(seeds).size < seeds.length || !seeds.every(Number.isSafeInteger)) {
    throw invalidArgument('seeds', seeds, 'a list of distinct integers');
  }
  const variantsOf = variantsBySeed(seeds, variants);
  const plans: CrossValidationPlan[] = [];
  for (const seed of seeds) {
    // Extracted with the first plan, after what the protocol refuses.
    const features = plans[0]?.features ?? shared.features;
    plans.push(await planCrossValidation({ ...shared, ...(features ? { features } : {}), seed, ...variantsOf(seed) }));
  }
  const outcomes = await runFolds(
    plans.flatMap(({ folds }, i) =>
      folds.map(({ key, figures, job }) => ({
        key: `seed ${seeds[i]}, ${key}`,
        figures: { seed: seeds[i]!, ...figures },
        job,
      })),
    ),
    { ...shared, task: plans[0]!.task },
  );
  const runs = plans.map(({ folds, resultOf }) => resultOf(outcomes.splice(0, folds.length)));
  return { runs, summary: summaryOf(seeds, runs) };
}

function variantsBySeed(
  seeds: readonly number[],
  variants: CrossValidateSeedsOptions['variants'],
): (seed: number) => { variants?: Variants } {
  if (variants === undefined) return () => ({});
  if ('augmentation' in variants) return () => ({ variants });
  if (variants.length !== seeds.length) {
    throw invalidArgument('variants', variants.length, `copies for each of the ${seeds.length} seeds`);
  }
  return (seed) => ({ variants: variants[seeds.indexOf(seed)]! });
}

function summaryOf(seeds: readonly number[], runs: readonly CrossValidation[]): SeedsSummary {
  const over = (figure: 'uar' | 'war' | 'macroF1' | 'ece'): Spread =>
    spread(runs.map(({ metrics }) => metrics[figure]));
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
