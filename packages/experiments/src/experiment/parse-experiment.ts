import { invalidArgument, SerError } from '@ser/core';
import type { Schema } from '@ser/core/schema';
import { below, checkFields, fieldOf } from '@ser/core/schema';
import { createFrontEnd } from '@ser/dsp';
import { MODEL_KINDS, type ModelKind } from '@ser/models';
import { checkRecipe, DEFAULT_FRONT_END, TRAINING_DEFAULTS } from '@ser/training';
import { type Experiment, experimentSchema } from './experiment.js';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads the description of an experiment and completes it: `training` by the recipe of the model's kind, field by field,
 * `frontEnd` by the default one, `seed` by 0; `training.balance` over classes takes the place of the recipe's class
 * weights. A field that is `null` is left out: `"averaging": null` trains without
 * the average that the recipe of that kind has. A description with `"complete": true`, as every experiment is, is taken
 * as it stands.
 *
 * @param description e.g. the content of a JSON file.
 * @throws SerError `INVALID_ARGUMENT` that names the first field that is wrong, missing or unknown, such as
 *   `training.schedule.kind`.
 * @example
 * parseExperiment({ corpus: 'emodb', model: { kind: 'cnn' } });
 */
export function parseExperiment(description: unknown): Experiment {
  if (!isFields(description)) throw invalidArgument('the experiment', description, 'an object');
  const complete = checkFields(experimentSchema, withoutNulls(experimentSchema, completed(description)), {
    whole: 'the experiment',
  });
  checkRecipe(complete.training, complete.normalization, complete.frontEnd);
  below('frontEnd: ', () => createFrontEnd(complete.frontEnd));
  const { normalization, enrollmentClips, model, training } = complete;
  if (model.masking === true && training.window.padding !== 'zero') {
    throw new SerError('INVALID_ARGUMENT', 'model.masking ignores zeros after a clip, and training.window has none', {
      hint: "Give it training.window.padding 'zero', or leave masking out.",
    });
  }
  if (enrollmentClips !== undefined && normalization !== 'enrolled') {
    throw invalidArgument('enrollmentClips', enrollmentClips, 'absent unless normalization is enrolled');
  }
  return complete;
}

function completed(description: Fields): Fields {
  const { training = {}, complete = false, ...fields } = description;
  if (complete === true) return description;
  return {
    complete: complete === false ? true : complete,
    frontEnd: DEFAULT_FRONT_END,
    seed: 0,
    ...fields,
    training: isFields(training) ? { ...recipeFor(description.model, training), ...training } : training,
  };
}

/** What the recipe of a model that may not be one adds to a description of training. */
function recipeFor(model: unknown, { balance }: Fields): object {
  const kind = isFields(model) ? MODEL_KINDS.find((one) => one === model.kind) : undefined;
  if (!kind) return {};
  const { classWeights, ...recipe } = TRAINING_DEFAULTS[kind satisfies ModelKind];
  // Batches that are spread evenly over classes make up for rare ones already.
  const spread = Array.isArray(balance) && balance.includes('class');
  return classWeights === undefined || spread ? recipe : { ...recipe, classWeights };
}

/** Leaves out the fields that are null where null is no value. */
function withoutNulls(schema: Schema<unknown>, value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((element, i) => withoutNullsOf(fieldOf(schema, value, String(i)), element));
  }
  if (!isFields(value)) return value;
  const kept = Object.entries(value).flatMap(([key, content]) => {
    const field = fieldOf(schema, value, key);
    if (content === null && field && !accepts(field, null)) return [];
    return [[key, withoutNullsOf(field, content)]];
  });
  return Object.fromEntries(kept);
}

const withoutNullsOf = (schema: Schema<unknown> | undefined, value: unknown): unknown =>
  schema ? withoutNulls(schema, value) : value;

const accepts = (schema: Schema<unknown>, value: unknown): boolean => {
  try {
    checkFields(schema, value);
    return true;
  } catch {
    return false;
  }
};
