import { invalidArgument } from '@ser/core';
import type { Schema } from '@ser/core/schema';
import { fieldOf, unknownField } from '@ser/core/schema';
import { type Experiment, experimentSchema } from './experiment.js';
import { parseExperiment } from './parse-experiment.js';
import { refuseRenamedField } from './renamed-fields.js';

interface Assignment {
  readonly keys: readonly string[];
  readonly value: unknown;
}

/**
 * Returns the value of a text from the command line: JSON (`5`, `1e-3`, `true`, `null`, `[32,64]`, `{"kind":"constant"}`), or
 * else the text itself.
 */
export function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * Returns an experiment with some fields changed.
 *
 * A description is completed as in {@link parseExperiment}, with the model's kind and balance after the change; a complete
 * experiment keeps its training when the model changes. When a `kind` changes (of the model, a feature, the schedule …), no
 * field of the former kind is kept.
 *
 * @param description an experiment, or a description that `parseExperiment` completes.
 * @param assignments `field=value`: the path of a field with dots (elements of lists by number, from 0), and its new
 *   value as JSON or a word. `null` leaves the field out. Later ones win.
 * @throws SerError `INVALID_ARGUMENT` for a field that does not exist, with a list of those that do, and for a wrong value.
 * @example
 * overrideExperiment(experiment, ['training.epochs=5', 'frontEnd.features.0.nMels=40']).training.epochs; // 5
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

/** Returns true if an assignment decides how a description is completed. */
const decidesRecipe = ({ keys }: Assignment): boolean =>
  ['model', 'model.kind', 'training.balance', 'training.classWeights'].includes(keys.join('.'));

function parseAssignment(text: string): Assignment {
  const [, path, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  const keys = path?.split('.') ?? [];
  if (path === undefined || value === undefined || keys.some((key) => key === '')) {
    throw invalidArgument('an assignment', text, 'of the form field=value, such as training.epochs=5');
  }
  refuseRenamedField(keys);
  return { keys, value: parseValue(value) };
}

/** Returns a copy of `target` in which the field is set; `above` is the path of `target`. */
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
  // Fields of one kind make no sense for another.
  if (key === 'kind' && rest.length === 0 && fields.kind !== value) return { kind: value };
  return { ...fields, [key]: set(fields[key]) };
}

/** @throws SerError `INVALID_ARGUMENT` if a field of the path does not exist. */
function assertField(experiment: Experiment, keys: readonly string[]): void {
  let schema: Schema<unknown> | undefined = experimentSchema;
  let there: unknown = experiment;
  for (const [i, key] of keys.entries()) {
    schema = fieldOf(schema, there, key);
    if (!schema) throw unknownField(experimentSchema, experiment, keys.slice(0, i + 1), { whole: 'the experiment' });
    there = typeof there === 'object' && there !== null ? (there as Readonly<Record<string, unknown>>)[key] : undefined;
  }
}
