import { invalidArgument } from '@ser/core';
import { below } from '@ser/core/schema';
import type { FrontEndConfig } from '@ser/dsp';
import { checkWindowSpec, type WindowSpec } from '@ser/models';
import { checkBands } from '../data/augment-clip.js';
import type { NormalizationKind } from '../speakers/normalization-kind.js';
import { completeOptions, type TrainingOptions } from './options.js';

/** How a model is made from a corpus, as plain JSON: the options of `fit`, the window, and who is held out. */
export interface TrainingRecipe extends TrainingOptions {
  /** How clips of any length become inputs of the network. */
  readonly window: WindowSpec;
  /**
   * Whether each coefficient is brought to mean 0 and standard deviation 1 of the training part; true by default. Without
   * it features are taken as they are, which papers with raw MFCC do (TIM-Net); speakers cannot be known beforehand then,
   * since what is known of them is statistics.
   */
  readonly standardize?: boolean | undefined;
  /**
   * Training speakers that are held out for early stopping and temperature scaling; 0 by default, which means a fixed
   * budget of epochs and no calibration.
   */
  readonly heldOutSpeakers?: number | undefined;
}

/**
 * Checks a recipe before anything is made for it.
 *
 * @param kind of normalization that the recipe is for.
 * @param frontEnd that makes the features; augmentation of bands is not checked against it if absent.
 * @throws SerError `INVALID_ARGUMENT` that names the first field that is out of range, e.g. `training.window.hopFrames`.
 */
export function checkRecipe(
  recipe: TrainingRecipe,
  kind: NormalizationKind = 'plain',
  frontEnd?: FrontEndConfig,
): void {
  below('training.', () => {
    const { window, stopping, standardize, heldOutSpeakers = 0 } = recipe;
    checkWindowSpec(window);
    completeOptions(recipe);
    if (recipe.augmentation && frontEnd) checkBands(recipe.augmentation, frontEnd);
    if (standardize !== undefined && typeof standardize !== 'boolean')
      throw invalidArgument('standardize', standardize, 'true or false');
    if (standardize === false && kind !== 'plain')
      throw invalidArgument('standardize', standardize, `true where normalization is ${kind}`);
    if (!Number.isSafeInteger(heldOutSpeakers) || heldOutSpeakers < 0)
      throw invalidArgument('heldOutSpeakers', heldOutSpeakers, 'an integer of at least 0');
    if (stopping && heldOutSpeakers === 0)
      throw invalidArgument('heldOutSpeakers', heldOutSpeakers, 'a positive integer where stopping is judged by them');
  });
}
