import { invalidArgument } from '@ser/core';
import { checkFields } from '@ser/core/schema';
import { type CompleteOptions, optionsSchema, type TrainingOptions } from './training-schema.js';

/**
 * Returns training options with their defaults. Other fields of `options` are ignored.
 *
 * @throws SerError `INVALID_ARGUMENT` that names the first field that is out of range, e.g. `schedule.kind`.
 */
export function completeOptions(options: TrainingOptions): CompleteOptions {
  const given = Object.entries(options).filter(([name]) => Object.hasOwn(optionsSchema.entries, name));
  const complete: CompleteOptions = checkFields(optionsSchema, Object.fromEntries(given));
  checkTogether(complete);
  return complete;
}

/** Checks options that depend on each other. */
export function checkTogether(options: CompleteOptions): void {
  const { balance, sampling, classWeights, stopping, averaging, shards, batchSize } = options;
  if (shards > batchSize) throw invalidArgument('shards', shards, `at most the batch size ${batchSize}`);
  if (sampling && balance) throw invalidArgument('balance', balance, 'absent if sampling is given');
  if ((sampling || balance?.includes('class')) && classWeights === 'balanced') {
    throw invalidArgument(
      'classWeights',
      classWeights,
      `'none' or a list of weights if ${sampling ? 'sampling is given' : "balance contains 'class'"}`,
      'Rare classes are already repeated; class weights would correct for their number twice.',
    );
  }
  if (stopping && averaging?.kind === 'last-epochs')
    throw invalidArgument('averaging', averaging, "'ema' or absent if stopping is given");
}
