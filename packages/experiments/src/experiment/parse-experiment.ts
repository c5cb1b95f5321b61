import { invalidArgument, isRecord, SerError } from '@ser/core';
import type { Schema } from '@ser/core/schema';
import { below, checkFields, fieldOf } from '@ser/core/schema';
import * as v from '@ser/core/valibot';
import { createFrontEnd } from '@ser/dsp';
import { MODEL_KINDS, type ModelKind } from '@ser/models';
import { checkRecipe, DEFAULT_FRONT_END, TRAINING_DEFAULTS } from '@ser/training';
import { type Experiment, experimentSchema } from './experiment.js';
import { refuseRenamedFields } from './renamed-fields.js';

/**
 * Returns the complete experiment of a description. The default recipe of the model's kind fills in the missing fields of
 * `training`; `frontEnd` is the default front end and `seed` 0 if absent. `training.balance` over classes replaces the class
 * weights of the recipe. A field that is `null` is left out: `"averaging": null` trains without the average of the default
 * recipe. A description with `"complete": true`, as all experiments have, stays as it is.
 *
 * @param description e.g. the content of a JSON file.
 * @throws SerError `INVALID_ARGUMENT` that names the first wrong, missing, unknown or renamed field, such as
 *   `training.schedule.kind`.
 * @example
 * parseExperiment({ corpus: 'emodb', model: { kind: 'cnn' } }).training.epochs; // 100
 */
export function parseExperiment(description: unknown): Experiment {
  if (!isRecord(description)) throw invalidArgument('the experiment', description, 'an object');
  refuseRenamedFields(description);
  const complete = checkFields(experimentSchema, withoutNulls(experimentSchema, completed(description)), {
    whole: 'the experiment',
  });
  checkRecipe(complete.training, complete.speakerAdaptation, complete.frontEnd);
  below('frontEnd: ', () => createFrontEnd(complete.frontEnd));
  const { speakerAdaptation, enrollmentClips, model, training } = complete;
  if (model.masking === true && training.window.padding !== 'zero') {
    throw new SerError(
      'INVALID_ARGUMENT',
      "model.masking ignores zeros after a clip, but training.window.padding is 'wrap'",
      {
        hint: "Set training.window.padding to 'zero', or leave masking out.",
      },
    );
  }
  if (enrollmentClips !== undefined && speakerAdaptation !== 'enrolled') {
    throw invalidArgument('enrollmentClips', enrollmentClips, "absent unless speakerAdaptation is 'enrolled'");
  }
  return complete;
}

function completed(description: Readonly<Record<string, unknown>>): object {
  const given = Object.fromEntries(Object.entries(description).filter(([, value]) => value !== undefined));
  const { training = {}, complete = false, ...fields } = given;
  if (complete === true) return given;
  return {
    complete: complete === false ? true : complete,
    frontEnd: DEFAULT_FRONT_END,
    seed: 0,
    ...fields,
    training: isRecord(training) ? { ...recipeFor(description.model, training), ...training } : training,
  };
}

/** Returns the default recipe of a model, if its kind exists. */
function recipeFor(model: unknown, { balance }: Readonly<Record<string, unknown>>): object {
  const kind = isRecord(model) ? MODEL_KINDS.find((one) => one === model.kind) : undefined;
  if (!kind) return {};
  const { classWeights, ...recipe } = TRAINING_DEFAULTS[kind satisfies ModelKind];
  // Batches that are spread evenly over classes already correct for rare classes.
  const spread = Array.isArray(balance) && balance.includes('class');
  return classWeights === undefined || spread ? recipe : { ...recipe, classWeights };
}

/** Returns a value without the fields that are null, unless null is a valid value of the field. */
function withoutNulls(schema: Schema<unknown>, value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((element, i) => withoutNullsOf(fieldOf(schema, value, String(i)), element));
  }
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).flatMap(([key, content]) => {
    const field = fieldOf(schema, value, key);
    if (content === null && field && !v.is(field, null)) return [];
    return [[key, withoutNullsOf(field, content)]];
  });
  return Object.fromEntries(kept);
}

const withoutNullsOf = (schema: Schema<unknown> | undefined, value: unknown): unknown =>
  schema ? withoutNulls(schema, value) : value;
