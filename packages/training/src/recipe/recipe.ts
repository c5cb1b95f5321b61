import { invalidArgument } from '@ser/core';
import { below, checkFields } from '@ser/core/schema';
import type { FrontEndConfig } from '@ser/dsp';
import { checkWindowSpec } from '@ser/models';
import { checkBands } from './feature-augmentation.js';
import type { NormalizationKind } from './normalization-kind.js';
import { checkTogether } from './options.js';
import { type CompleteRecipe, completeRecipeSchema, type TrainingRecipe } from './training-schema.js';

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
    const complete: CompleteRecipe = checkFields(completeRecipeSchema, recipe);
    const { window, stopping, standardize, heldOutSpeakers, coverage, augmentation } = complete;
    checkWindowSpec(window);
    checkTogether(complete);
    if (augmentation && frontEnd) checkBands(augmentation, frontEnd);
    if (!standardize && kind !== 'plain')
      throw invalidArgument('standardize', standardize, `true where normalization is ${kind}`);
    const user = stopping
      ? 'stopping is evaluated on them'
      : coverage === undefined
        ? ''
        : 'coverage is chosen on them';
    if (user && heldOutSpeakers === 0)
      throw invalidArgument('heldOutSpeakers', heldOutSpeakers, `a positive integer where ${user}`);
  });
}
