import { SerError } from '@ser/core';
import { type ExperimentPoint, expandExperiment } from '@ser/experiments';
import { describeExperiment, type ExperimentArgs } from './experiment-file.js';
import { parseVariation } from './variation.js';

/** The fields of an experiment that make up a recipe; all others state what it is evaluated on. */
const VARIED: readonly string[] = ['model', 'frontEnd', 'training', 'audioAugmentation'];

/** Returns the candidates of `--vary`: all combinations of its values, applied to the experiment of the other options. */
export async function candidatesOf(
  args: ExperimentArgs & { readonly vary: readonly string[] },
): Promise<ExperimentPoint[]> {
  const points = expandExperiment(await describeExperiment(args), variations(args.vary), args.set ?? []);
  const twice = points.find(({ name }, i) => points.findIndex((other) => other.name === name) < i);
  if (twice) throw new SerError('INVALID_ARGUMENT', `--vary names ${twice.name} twice`);
  return points;
}

function variations(texts: readonly string[]): Record<string, readonly unknown[]> {
  const fields = new Map<string, readonly unknown[]>();
  for (const text of texts) {
    const { field, values } = parseVariation('--vary', text);
    if (!VARIED.includes(field.split('.')[0]!))
      throw new SerError(
        'INVALID_ARGUMENT',
        `--vary cannot change ${field}: candidates are evaluated on the same data`,
        {
          hint: `It can change fields of ${VARIED.join(', ')}. Give other fields with --set.`,
        },
      );
    if (fields.has(field)) throw new SerError('INVALID_ARGUMENT', `--vary names ${field} twice`);
    fields.set(field, values);
  }
  return Object.fromEntries(fields);
}
