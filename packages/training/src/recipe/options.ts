import { invalidArgument } from '@ser/core';
import { checkFields } from '@ser/core/schema';
import { type CompleteOptions, optionsSchema, type TrainingOptions } from './training-schema.js';

/**
 * Fills in the defaults. Fields of `options` that are not training options are left out.
 *
 * @throws SerError `INVALID_ARGUMENT` that names the first field that is out of range, e.g. `schedule.kind`.
 */
export function completeOptions(options: TrainingOptions): CompleteOptions {
  const given = Object.entries(options).filter(([name]) => Object.hasOwn(optionsSchema.entries, name));
  const complete: CompleteOptions = checkFields(optionsSchema, Object.fromEntries(given));
  checkTogether(complete);
  return complete;
}

/** Checks what several options must have in common. */
export function checkTogether(options: CompleteOptions): void {
  const { balance, sampling, classWeights, stopping, averaging, shards, batchSize } = options;
  if (shards > batchSize) throw invalidArgument('shards', shards, `at most the batch size ${batchSize}`);
  if (sampling && balance) throw invalidArgument('balance', balance, 'absent where sampling draws from cells');
  if ((sampling || balance?.includes('class')) && classWeights === 'balanced') {
    throw invalidArgument(
      'classWeights',
      classWeights,
      `'none' or a list of weights where ${sampling ? 'sampling draws from' : 'balance spreads batches over'} classes`,
      'Rare classes come several times already; to weigh them up, too, would make up for their number twice.',
    );
  }
  if (stopping && averaging?.kind === 'last-epochs')
    throw invalidArgument('averaging', averaging, "'ema' or absent when stopping early");
}
