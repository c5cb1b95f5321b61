import { invalidArgument } from '@ser/core';
import type { Experiment } from './experiment.js';
import { overrideExperiment, parseValue } from './override-experiment.js';

/** One experiment of an expansion. */
export interface ExperimentPoint {
  /** Its values, e.g. `training.learningRate=0.001 model.units=64`. */
  readonly name: string;
  readonly experiment: Experiment;
}

/** Writes a value so that {@link parseValue} reads it. */
const written = (value: unknown): string =>
  typeof value === 'string' && parseValue(value) === value ? value : JSON.stringify(value);

/**
 * Returns an experiment for each combination of the values of some fields.
 *
 * @param description an experiment, or a description that `parseExperiment` completes.
 * @param fields the values of each field, by its path as in {@link overrideExperiment}.
 * @param assignments changes of all experiments, as in {@link overrideExperiment}; none by default.
 * @returns the combinations; the last field changes fastest.
 * @throws SerError `INVALID_ARGUMENT` for a field that does not exist, for a wrong value, and for no values at all.
 * @example
 * expandExperiment(experiment, { 'training.learningRate': [1e-3, 3e-4], 'model.kind': ['lstm', 'gru'] }).length; // 4
 */
export function expandExperiment(
  description: unknown,
  fields: Readonly<Record<string, readonly unknown[]>>,
  assignments: readonly string[] = [],
): ExperimentPoint[] {
  let combinations: readonly (readonly string[])[] = [[]];
  for (const [field, values] of Object.entries(fields)) {
    if (values.length === 0) throw invalidArgument(field, values, 'a list of at least one value');
    combinations = combinations.flatMap((others) => values.map((value) => [...others, `${field}=${written(value)}`]));
  }
  return combinations.map((own) => ({
    name: own.join(' '),
    experiment: overrideExperiment(description, [...assignments, ...own]),
  }));
}
