import {
  count,
  countOrZero,
  type Entries,
  finite,
  fraction,
  list,
  notNegative,
  optional,
  positive,
  type Schema,
  share,
  word,
} from '@ser/core/schema';
import * as v from 'valibot';
import type { Augmentation } from '../data/augment-rows.js';
import type { AuxiliaryHead } from '../losses/auxiliary-head.js';
import type { ClassWeights } from '../losses/class-weights.js';
import type { Loss } from '../losses/loss.js';
import type { AdamOptions } from '../optimizers/adam.js';
import type { Schedule } from '../optimizers/schedule.js';
import type { Averaging } from '../optimizers/weight-average.js';
import type { Stopping } from './options.js';
import type { TrainingRecipe } from './recipe.js';

const schedule: Schema<Schedule> = v.variant('kind', [
  v.strictObject({ kind: v.literal('constant'), warmUp: optional(share) }),
  v.strictObject({ kind: v.literal('cosine'), warmUp: optional(share), final: optional(share) }),
  v.strictObject({
    kind: v.literal('one-cycle'),
    peakAt: optional(share),
    start: optional(share),
    final: optional(share),
  }),
]);

const loss: Schema<Loss> = v.variant('kind', [
  v.strictObject({ kind: v.literal('cross-entropy') }),
  v.strictObject({ kind: v.literal('focal'), gamma: optional(notNegative) }),
]);

const head: Schema<AuxiliaryHead> = v.variant('target', [
  v.strictObject({
    target: word('gender', 'speaker', 'corpus'),
    weight: positive,
    adversarial: optional(v.boolean('true or false')),
  }),
  v.strictObject({ target: word('arousal', 'valence'), weight: positive }),
]);

const averaging: Schema<Averaging> = v.variant('kind', [
  v.strictObject({ kind: v.literal('ema'), decay: optional(fraction) }),
  v.strictObject({ kind: v.literal('last-epochs'), epochs: count }),
]);

const adam = v.strictObject({
  beta1: optional(fraction),
  beta2: optional(fraction),
  epsilon: optional(positive),
  weightDecay: optional(notNegative),
} satisfies Entries<AdamOptions>);

const classWeights: Schema<ClassWeights> = v.union(
  [word('balanced', 'none'), list(notNegative, 'a list of weights')],
  "'balanced', 'none' or a list of numbers of at least 0",
);

const augmentation = v.strictObject({
  tempo: optional(positive),
  bandShift: optional(positive),
  equalizer: optional(v.strictObject({ deviation: positive, knots: optional(count) })),
  noiseFloor: optional(
    v.strictObject({
      level: v.tuple([finite, finite], 'a least and a greatest number of dB'),
      deviation: optional(notNegative),
      probability: optional(share),
    }),
  ),
  bandLimit: optional(v.strictObject({ fromBand: count, probability: share })),
  mixup: optional(positive),
  timeMasks: optional(v.strictObject({ count, frames: count })),
  coeffMasks: optional(v.strictObject({ count, coeffs: count })),
} satisfies Entries<Augmentation>);

const stopping = v.strictObject({
  patience: count,
  metric: optional(word('loss', 'uar')),
} satisfies Entries<Stopping>);

const window = v.strictObject({
  frames: count,
  hopFrames: count,
  padding: word('wrap', 'zero'),
} satisfies Entries<TrainingRecipe['window']>);

/** The schema of {@link TrainingRecipe}; `completeOptions` checks what several fields must have in common. */
export const trainingSchema: Schema<TrainingRecipe> = v.strictObject({
  window,
  epochs: count,
  batchSize: optional(count),
  learningRate: optional(positive),
  schedule: optional(schedule),
  adam: optional(adam),
  loss: optional(loss),
  clipNorm: optional(positive),
  labelSmoothing: optional(fraction),
  classWeights: optional(classWeights),
  balance: optional(list(word('class', 'speaker', 'corpus'), 'a list of class, speaker, corpus')),
  sampling: optional(v.strictObject({ corpusPower: optional(share) })),
  comparedClasses: optional(word('all', 'corpus')),
  votes: optional(share),
  heads: optional(list(head, 'a list of heads')),
  augmentation: optional(augmentation),
  averaging: optional(averaging),
  stopping: optional(stopping),
  shards: optional(count),
  standardize: optional(v.boolean('true or false')),
  heldOutSpeakers: optional(countOrZero),
} satisfies Entries<TrainingRecipe>);
