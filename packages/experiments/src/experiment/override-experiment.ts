import { invalidArgument } from '@ser/core';
import type { Schema } from '@ser/core/schema';
import { fieldOf, unknownField } from '@ser/core/schema';
import { type Experiment, experimentSchema } from './experiment.js';
import { parseExperiment } from './parse-experiment.js';

interface Assignment {
  readonly keys: readonly string[];
  readonly value: unknown;
}

/**
 * Reads a value as the command line gives it: JSON (`5`, `1e-3`, `true`, `null`, `[32,64]`, `{"kind":"constant"}`), or
 * else a plain word.
 */
export function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * Changes single fields of an experiment.
 *
 * What a description leaves out is completed as by {@link parseExperiment}, by the model's kind and balance after the change; what
 * is complete already keeps its training, whatever the model. Where a `kind` changes (of the model, a feature, the
 * schedule …), nothing of the former kind is taken along.
 *
 * @param description an experiment, or the content of a JSON file that `parseExperiment` completes.
 * @param assignments `field=value`: the path of a field with dots (elements of lists by number, from 0), and its new
 *   value as JSON or a plain word. `null` leaves the field out. Later ones win.
 * @throws SerError `INVALID_ARGUMENT` for a field that does not exist, with those that do, and for a wrong value.
 * @example
 * overrideExperiment(experiment, ['training.epochs=5', 'model.units=64', 'frontEnd.features.0.nMels=40']);
 */
export function overrideExperiment(description: unknown, assignments: readonly string[]): Experiment {
  const parsed = assignments.map(parseAssignment);
  const deciding = parsed.filter(decidesRecipe);
  let experiment = parseExperiment(deciding.reduce<unknown>((start, one) => assign(start, one), description));
  for (const one of parsed) {
    if (decidesRecipe(one)) continue;
    assertField(experiment, one.keys);
    experiment = assign(experiment, one) as Experiment;
  }
  return parseExperiment(experiment);
}

/** Whether an assignment decides what a description that leaves something out is completed by. */
const decidesRecipe = ({ keys }: Assignment): boolean =>
  ['model', 'model.kind', 'training.balance', 'training.classWeights'].includes(keys.join('.'));

function parseAssignment(text: string): Assignment {
  const [, path, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  const keys = path?.split('.') ?? [];
  if (path === undefined || value === undefined || keys.some((key) => key === '')) {
    throw invalidArgument('an assignment', text, 'of the form field=value, such as training.epochs=5');
  }
  return { keys, value: parseValue(value) };
}

/** A copy of `target` in which the field is set; `above` says where `target` lies. */
function assign(target: unknown, { keys, value }: Assignment, above: readonly string[] = []): unknown {
  const [key, ...rest] = keys as [string, ...string[]];
  const set = (inside: unknown): unknown =>
    rest.length === 0 ? value : assign(inside, { keys: rest, value }, [...above, key]);
  if (Array.isArray(target)) {
    const index = Number(key);
    if (!(index <= target.length)) {
      throw invalidArgument([...above, key].join('.'), value, `one of the elements 0 to ${target.length}`);
    }
    return [...target.slice(0, index), set(target[index]), ...target.slice(index + 1)];
  }
  const fields = typeof target === 'object' && target !== null ? (target as Readonly<Record<string, unknown>>) : {};
  // What one kind is described by makes no sense for another.
  if (key === 'kind' && rest.length === 0 && fields.kind !== value) return { kind: value };
  return { ...fields, [key]: set(fields[key]) };
}

/** Refuses a path on which a field does not exist. */
function assertField(experiment: Experiment, keys: readonly string[]): void {
  let schema: Schema<unknown> | undefined = experimentSchema;
  let there: unknown = experiment;
  for (const [i, key] of keys.entries()) {
    schema = fieldOf(schema, there, key);
    if (!schema) throw unknownField(experimentSchema, experiment, keys.slice(0, i + 1), { whole: 'the experiment' });
    there = typeof there === 'object' && there !== null ? (there as Readonly<Record<string, unknown>>)[key] : undefined;
  }
}
