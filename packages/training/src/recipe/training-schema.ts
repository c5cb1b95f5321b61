import { asGiven, type Schema } from '@ser/core/schema';
import * as v from 'valibot';
import { featureAugmentationSchema } from './feature-augmentation.js';
import {
  count,
  countOrZero,
  flag,
  fraction,
  list,
  notNegative,
  numberThat,
  type Plain,
  positive,
  share,
  word,
} from './values.js';

/** The schema of {@link Schedule}. */
export const scheduleSchema = v.variant('kind', [
  /** The same rate throughout, after a linear rise over the first `warmUp` share of the steps (default 0). */
  v.strictObject({ kind: v.literal('constant'), warmUp: v.optional(share, 0) }),
  /**
   * Linear rise over the first `warmUp` share of the steps (default 0.05), then a half cosine down to `final` of the peak
   * (default 0.01).
   */
  v.strictObject({ kind: v.literal('cosine'), warmUp: v.optional(share, 0.05), final: v.optional(share, 0.01) }),
  /**
   * One-cycle (Smith and Topin, 2017): a half cosine from `start` of the peak (default 0.04) up to it at the share
   * `peakAt` of the steps (default 0.3), then a half cosine down to `final` of the peak (default 0.0001).
   */
  v.strictObject({
    kind: v.literal('one-cycle'),
    peakAt: v.optional(share, 0.3),
    start: v.optional(share, 0.04),
    final: v.optional(share, 0.0001),
  }),
]);

/** The schema of {@link AdamOptions}. */
export const adamSchema = v.strictObject({
  /** Decay of the first moment, in [0, 1). Default 0.9. */
  beta1: v.optional(fraction, 0.9),
  /** Decay of the second moment, in [0, 1). Default 0.999. */
  beta2: v.optional(fraction, 0.999),
  /** Added to the root of the second moment, as Keras does it; positive. Default 1e-7. */
  epsilon: v.optional(positive, 1e-7),
  /** Decoupled weight decay (AdamW) per unit of learning rate, at least 0. Default 0. */
  weightDecay: v.optional(notNegative, 0),
});

const lossSchema = v.variant('kind', [
  /** −Σ target · log p. */
  v.strictObject({ kind: v.literal('cross-entropy') }),
  /**
   * −Σ target · (1 − p)^gamma · log p (Lin et al., 2017): utterances that are recognized already count less. `gamma` lies
   * in [0, 10], default 2; 0 gives cross-entropy.
   */
  v.strictObject({
    kind: v.literal('focal'),
    gamma: v.optional(
      numberThat((x) => x >= 0 && x <= 10, 'a number from 0 to 10'),
      2,
    ),
  }),
]);

/** Facts that divide examples into groups. */
export const GROUPINGS = ['gender', 'speaker', 'corpus'] as const;
/** Facts that are numbers. */
export const MEASURES = ['arousal', 'valence'] as const;

const headSchema = v.variant('target', [
  /**
   * The group of the example, by a softmax. With `adversarial`, the gradient is reversed on its way into the network
   * (Ganin et al., 2016), so that the network learns to hide what the head looks for. `weight`: how much the loss of the
   * head counts; that of the emotion counts 1.
   */
  v.strictObject({ target: v.picklist(GROUPINGS), weight: positive, adversarial: v.optional(flag) }),
  /** A number from -1 to 1, by its squared error. */
  v.strictObject({ target: v.picklist(MEASURES), weight: positive }),
]);

const averagingSchema = v.variant('kind', [
  /** Exponential moving average over the steps; `decay` (default 0.995) ramps up as (1 + t) / (10 + t), so early weights fade. */
  v.strictObject({ kind: v.literal('ema'), decay: v.optional(fraction, 0.995) }),
  /**
   * Mean of the weights at the end of each of the last `epochs` epochs: stochastic weight averaging (SWA, Izmailov et
   * al., 2018). As there, the statistics of batch normalization are computed again for the averaged weights.
   */
  v.strictObject({ kind: v.literal('last-epochs'), epochs: count }),
]);

const classWeightsSchema = v.union(
  [word('balanced', 'none'), list(notNegative, 'a list of weights')],
  "'balanced', 'none' or a list of numbers of at least 0",
);

const BALANCES = "a list of different ones of 'class', 'speaker', 'corpus'";

const balanceSchema = v.pipe(
  list(v.picklist(['class', 'speaker', 'corpus'], BALANCES), BALANCES),
  v.check((kinds) => new Set(kinds).size === kinds.length, BALANCES),
);

/** The schema of {@link CellSampling}. */
export const samplingSchema = v.strictObject({
  /**
   * A corpus gets rows in proportion to its number of examples to this power, in [0, 1]: 0 draws equally often from each
   * corpus, 1 in proportion to its size. The classes of a corpus get equal parts of its rows. Default 0.5.
   */
  corpusPower: v.optional(share, 0.5),
});

const stoppingSchema = v.strictObject({
  /** Epochs without improvement before the run stops, at least 1. */
  patience: count,
  /** The figure of the held-out speakers that must improve. Default `loss`. */
  metric: v.optional(word('loss', 'uar'), 'loss'),
});

/** The fields of {@link TrainingOptions}. */
const optionEntries = {
  /** Passes over the training part, at least 1. */
  epochs: count,
  /** Most utterances in a batch, at least 1. Default 32. */
  batchSize: v.optional(count, 32),
  /** Highest learning rate, positive. Default 1e-3. */
  learningRate: v.optional(positive, 1e-3),
  /** How the rate changes over the run. Default constant. */
  schedule: v.optional(scheduleSchema, { kind: 'constant' }),
  /** Constants of Adam and decoupled weight decay (applied to matrices and filters, not to biases and scales). */
  adam: v.optional(adamSchema, {}),
  /** The loss that is minimized. Default cross-entropy. */
  loss: v.optional(lossSchema, { kind: 'cross-entropy' }),
  /** Largest Euclidean norm of a batch's gradient, positive. Absent: no limit. */
  clipNorm: v.optional(positive),
  /** Share of the target spread over all classes, in [0, 1). Default 0. */
  labelSmoothing: v.optional(fraction, 0),
  /**
   * How much each class counts in the loss: by the inverse of its frequency (`balanced`), equally (`none`), or as listed.
   * `balanced` excludes `balance` over classes, which makes up for the same. Default `none`.
   */
  classWeights: v.optional(classWeightsSchema, 'none'),
  /**
   * Spreads each batch evenly over classes, speakers, corpora: over the first named, within each of them over the
   * second, and so on. An epoch then has as many rows as there are examples, rare ones several times. Absent: each
   * example once an epoch.
   */
  balance: v.optional(balanceSchema),
  /**
   * Draws the rows of an epoch from cells of one corpus and one class, by the square root of the corpus' size or another
   * power of it, see {@link CellSampling}. Excludes `balance` and `classWeights: 'balanced'`. Absent: each example once
   * an epoch.
   */
  sampling: v.optional(samplingSchema),
  /**
   * Classes that an example is compared with: `all`, or those that its `corpus` has, so that a class is not pushed down
   * by a corpus that lacks it. Rows that mixup blends are compared with the classes of both. Default `all`.
   */
  comparedClasses: v.optional(word('all', 'corpus'), 'all'),
  /** Part of the target that listeners' votes decide where an example has them, in [0, 1]. Default 0. */
  votes: v.optional(share, 0),
  /** Second questions that the network learns to answer, or to hide the answer to. Absent: none. */
  heads: v.optional(v.array(headSchema, 'a list of heads')),
  /** How training clips and windows are augmented. Absent: not at all. */
  augmentation: v.optional(featureAugmentationSchema),
  /** The average of the weights that the run ends with. Absent: the last weights. */
  averaging: v.optional(averagingSchema),
  /** Early stopping on held-out examples; the run then ends with the best weights. Absent: off. */
  stopping: v.optional(stoppingSchema),
  /**
   * Parts into which each batch is cut for data-parallel training, from 1 to `batchSize`. Batch normalization takes its
   * statistics from each part. The result depends on this number, and not on the number of workers that share the parts.
   * Default 1.
   */
  shards: v.optional(count, 1),
};

/** The schema of {@link TrainingOptions}; `completeOptions` also checks what several fields must have in common. */
export const optionsSchema = v.strictObject(optionEntries);

const recipeSchema = v.strictObject({
  /** How clips of any length become inputs of the network. */
  window: v.strictObject({ frames: count, hopFrames: count, padding: word('wrap', 'zero') }),
  ...optionEntries,
  /**
   * Whether each coefficient is brought to mean 0 and standard deviation 1 of the training part. Without it, features are
   * taken as they are, which papers with raw MFCC do (TIM-Net); speakers cannot be enrolled then, since enrollment moves
   * these statistics. Default true.
   */
  standardize: v.optional(flag, true),
  /**
   * Training speakers that are held out for early stopping and temperature scaling. Default 0: a fixed budget of epochs
   * and no calibration.
   */
  heldOutSpeakers: v.optional(countOrZero, 0),
  /**
   * Share of the clips of held-out speakers that the model answers, in (0, 1]: it declines the least confident ones, and
   * those that are farther from the training data than 99 % of them. Needs `heldOutSpeakers`. Absent: it answers all.
   */
  coverage: v.optional(numberThat((x) => x > 0 && x <= 1, 'a number in (0, 1]')),
});

/** How a network is trained, as plain JSON. A field that is absent has its default. */
export type TrainingOptions = Plain<v.InferInput<typeof optionsSchema>>;

/** {@link TrainingOptions} with the defaults filled in. */
export type CompleteOptions = Plain<v.InferOutput<typeof optionsSchema>>;

/** How a model is made from a corpus, as plain JSON: the options of `fit`, the window, and the number of held-out speakers. */
export type TrainingRecipe = Plain<v.InferInput<typeof recipeSchema>>;

/** {@link TrainingRecipe} with the defaults filled in. */
export type CompleteRecipe = Plain<v.InferOutput<typeof recipeSchema>>;

/** How the learning rate changes over a run, as plain JSON. All shares are in [0, 1]. */
export type Schedule = Plain<v.InferInput<typeof scheduleSchema>>;

/** Constants of Adam. */
export type AdamOptions = Plain<v.InferInput<typeof adamSchema>>;

/** The loss that is minimized, as plain JSON. */
export type Loss = Plain<v.InferInput<typeof lossSchema>>;

/**
 * A second question that the network is trained to answer from the layer before its output, as plain JSON. The layer
 * that answers it exists in training alone.
 */
export type AuxiliaryHead = Plain<v.InferInput<typeof headSchema>>;

/** The average of the weights that a run ends with, as plain JSON. */
export type Averaging = Plain<v.InferInput<typeof averagingSchema>>;

/** How much each class counts in the loss: by the inverse of its frequency, equally, or as listed. */
export type ClassWeights = Plain<v.InferInput<typeof classWeightsSchema>>;

/** A kind of group that batches can be spread evenly over. */
export type Balance = v.InferInput<typeof balanceSchema>[number];

/** How examples are drawn from cells of one corpus and one class, as plain JSON. */
export type CellSampling = Plain<v.InferInput<typeof samplingSchema>>;

/** The classes an example is compared with: all, or those that its corpus has. */
export type ComparedClasses = CompleteOptions['comparedClasses'];

/** When to stop before the budget of epochs is spent, evaluated on held-out training speakers. */
export type Stopping = Plain<v.InferInput<typeof stoppingSchema>>;

/** The schema of {@link TrainingRecipe}, which keeps what it accepts as given, without the defaults. */
export const trainingSchema: Schema<TrainingRecipe> = asGiven(recipeSchema as Schema<TrainingRecipe>);

/** The schema of {@link TrainingRecipe} with its defaults. */
export const completeRecipeSchema = recipeSchema;
