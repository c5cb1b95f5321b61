import { invalidArgument } from '@ser/core';
import { below, checkFields } from '@ser/core/schema';
import type { FrontEndConfig } from '@ser/dsp';
import type { AdaptationKind } from './adaptation-kind.js';
import { checkTogether } from './complete-options.js';
import { checkBands } from './feature-augmentation.js';
import { type CompleteRecipe, completeRecipeSchema, type TrainingRecipe } from './training-schema.js';

/**
 * Checks a recipe before any work is done.
 *
 * @param kind kind of speaker adaptation that the recipe is used with.
 * @param frontEnd front end of the features; if absent, augmentation of bands is not checked against it.
 * @throws SerError `INVALID_ARGUMENT` that names the first field that is out of range, e.g. `training.window.hopFrames`.
 */
export function checkRecipe(recipe: TrainingRecipe, kind: AdaptationKind = 'none', frontEnd?: FrontEndConfig): void {
  below('training.', () => {
    const complete: CompleteRecipe = checkFields(completeRecipeSchema, recipe);
    const { stopping, standardize, heldOutSpeakers, coverage, featureAugmentation } = complete;
    checkTogether(complete);
    if (featureAugmentation && frontEnd) checkBands(featureAugmentation, frontEnd);
    if (!standardize && kind !== 'none')
      throw invalidArgument('standardize', standardize, `true if speakerAdaptation is ${kind}`);
    const [user] = Object.entries({ stopping, coverage }).flatMap(([name, value]) => (value === undefined ? [] : name));
    if (user !== undefined && heldOutSpeakers === 0)
      throw invalidArgument('heldOutSpeakers', heldOutSpeakers, `a positive integer if ${user} is given`);
  });
}
