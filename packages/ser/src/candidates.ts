import { SerError } from '@ser/core';
import type { Corpus } from '@ser/datasets';
import { type Candidate, type SweepPoint, sweepExperiment } from '@ser/experiments';
import { type ExperimentData, type ExperimentDataOptions, loadExperimentData } from './experiment-data.js';
import { describeExperiment, type ExperimentArgs } from './experiment-file.js';
import { repeated } from './options.js';
import { parseVariation } from './variation.js';

/** The fields of an experiment that a recipe is made of; all others say what it is judged on. */
const VARIED: readonly string[] = ['model', 'frontEnd', 'training', 'augmentation'];

/** Which recipes there are to choose among, and how. */
export const CHOICE_OPTIONS = {
  vary: {
    type: 'string',
    valueHint: 'field=v1,v2',
    required: true,
    description:
      'values to try of a field of model, frontEnd, training or augmentation; with several --vary all combinations',
  },
  'inner-folds': {
    type: 'string',
    valueHint: 'k',
    default: '3',
    description: 'groups of training speakers that take turns at being judged',
  },
} as const;

/** The experiments that `--vary` makes of the one that the other options describe: all combinations of its values. */
export async function variedExperiments(args: ExperimentArgs, raw: readonly string[]): Promise<SweepPoint[]> {
  const points = sweepExperiment(await describeExperiment(args), variations(raw), repeated('set', raw));
  const twice = points.find(({ name }, i) => points.findIndex((other) => other.name === name) < i);
  if (twice) throw new SerError('INVALID_ARGUMENT', `--vary names ${twice.name} twice`);
  return points;
}

/** The values of `--vary`, by field. */
function variations(raw: readonly string[]): Record<string, readonly unknown[]> {
  const fields: Record<string, readonly unknown[]> = {};
  for (const text of repeated('vary', raw)) {
    const { field, values } = parseVariation('--vary', text);
    if (!VARIED.includes(field.split('.')[0]!)) {
      throw new SerError('INVALID_ARGUMENT', `--vary cannot change ${field}: it decides what recipes are judged on`, {
        hint: `A recipe is made of ${VARIED.join(', ')}. Give other fields with --set.`,
      });
    }
    if (fields[field]) throw new SerError('INVALID_ARGUMENT', `--vary names ${field} twice`);
    fields[field] = values;
  }
  return fields;
}

/** The points as candidates, with their features, which those of one front end and augmentation share. */
export async function loadCandidates(
  corpus: Corpus,
  points: readonly SweepPoint[],
  options: ExperimentDataOptions,
): Promise<(Candidate & ExperimentData)[]> {
  const loaded = new Map<string, ExperimentData>();
  const candidates: (Candidate & ExperimentData)[] = [];
  for (const { name, experiment } of points) {
    const { model, frontEnd, training, augmentation } = experiment;
    const key = JSON.stringify([frontEnd, augmentation]);
    const data = loaded.get(key) ?? (await loadExperimentData(corpus, experiment, options));
    loaded.set(key, data);
    candidates.push({ name, model, frontEnd, training, ...data });
  }
  return candidates;
}
