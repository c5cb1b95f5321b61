import { SerError } from '@ser/core';
import { openCorpus } from '#open-corpus';
import type { Experiment, ExperimentDescription } from '../experiment/experiment.js';
import { parseExperiment } from '../experiment/parse-experiment.js';
import { Study } from './study.js';
import type { StudyOptions } from './study-options.js';

/**
 * Opens a study: an experiment on a corpus. Split, audit and features are made on first use.
 *
 * @param description an experiment, or a description that `parseExperiment` completes.
 * @throws SerError `INVALID_ARGUMENT` for a wrong field, an unknown corpus or a protocol that does not fit it; `NOT_FOUND`
 *   without the corpus' folder.
 * @example
 * const study = await openStudy({ corpus: 'emodb', model: { kind: 'cnn' } }, { cache: '.ser-cache', threads: 2 });
 * const run = await study.evaluate();
 * run.metrics.uar; // { value: 0.684…, ci95: [0.618…, 0.758…] }
 */
export async function openStudy(
  description: ExperimentDescription | Experiment,
  options: StudyOptions = {},
): Promise<Study> {
  const experiment = parseExperiment(description);
  if (options.corpus && options.data !== undefined)
    throw new SerError('INVALID_ARGUMENT', 'the options data and corpus exclude each other: corpus is already open');
  const corpus = options.corpus ?? (await openCorpus(experiment.corpus, options.data, experiment));
  return new Study(experiment, corpus, options);
}
