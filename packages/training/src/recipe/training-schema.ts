import {
  asGiven,
  count,
  countOrZero,
  flag,
  fraction,
  list,
  notNegative,
  numberThat,
  type Plain,
  positive,
  type Schema,
  share,
  word,
} from '@ser/core/schema';
import * as v from '@ser/core/valibot';
import { windowSchema } from '@ser/models';
import { featureAugmentationSchema } from './feature-augmentation.js';

/** The schema of {@link Schedule}. */
export const scheduleSchema = v.variant('kind', [
  /** A constant rate after a linear rise over the first `warmUp` share of the steps (default 0). */
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

/** The default learning rate, of recipes too. */
export const LEARNING_RATE = 1e-3;

const lossSchema = v.variant('kind', [
  /** −Σ target · log p. */
  v.strictObject({ kind: v.literal('cross-entropy') }),
  /**
   * −Σ target · (1 − p)^gamma · log p (Lin et al., 2017): utterances that are already recognized count less. `gamma` lies
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

/** Properties that divide examples into groups. */
export const GROUPINGS = ['gender', 'speaker', 'corpus'] as const;
/** Properties that are numbers. */
export const MEASURES = ['arousal', 'valence'] as const;

const headSchema = v.variant('target', [
  /**
   * The group of the example, from a softmax. With `adversarial`, the gradient is reversed on its way into the network
   * (Ganin et al., 2016), so that the network learns to hide the group. `weight` is the weight of the head's loss; that of
   * the emotion has weight 1.
   */
  v.strictObject({ target: v.picklist(GROUPINGS), weight: positive, adversarial: v.optional(flag) }),
  /** A number from -1 to 1, with the squared error as its loss. */
  v.strictObject({ target: v.picklist(MEASURES), weight: positive }),
]);

const averagingSchema = v.variant('kind', [
  /** Exponential moving average over the steps; `decay` (default 0.995) rises as (1 + t) / (10 + t), so that early weights fade. */
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
  learningRate: v.optional(positive, LEARNING_RATE),
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
   * Weight of each class in the loss: the inverse of its frequency (`balanced`), equal (`none`), or as listed.
   * `balanced` excludes `balance` over classes, since both correct for rare classes. Default `none`.
   */
  classWeights: v.optional(classWeightsSchema, 'none'),
  /**
   * Spreads each batch evenly over classes, speakers or corpora: over the first one listed, within each of its groups over
   * the second, and so on. An epoch has as many rows as there are examples; rare ones occur several times. Absent: each
   * example once in each epoch.
   */
  balance: v.optional(balanceSchema),
  /**
   * Draws the rows of an epoch from cells of one corpus and one class, in proportion to the square root of the corpus' size
   * or another power of it, see {@link CellSampling}. Excludes `balance` and `classWeights: 'balanced'`. Absent: each
   * example once in each epoch.
   */
  sampling: v.optional(samplingSchema),
  /**
   * Classes that an example is compared with: `all`, or those of its `corpus`, so that a corpus without a class does not
   * lower its probability. Rows that mixup blends are compared with the classes of both corpora. Default `all`.
   */
  comparedClasses: v.optional(word('all', 'corpus'), 'all'),
  /** Share of the listeners' votes in the target of examples that have votes, in [0, 1]. Default 0. */
  votes: v.optional(share, 0),
  /** Auxiliary outputs: properties that the network also learns to predict, or to hide. Absent: none. */
  heads: v.optional(v.array(headSchema, 'a list of heads')),
  /** How the features of training clips are augmented while training. Absent: not at all. */
  featureAugmentation: v.optional(featureAugmentationSchema),
  /** Average of the weights that the run ends with. Absent: the last weights. */
  averaging: v.optional(averagingSchema),
  /** Early stopping on held-out examples; the run ends with the best weights. Absent: off. */
  stopping: v.optional(stoppingSchema),
  /**
   * Number of parts that each batch is cut into for data-parallel training, from 1 to `batchSize`. Batch normalization
   * takes its statistics from each part. The result depends on this number, not on the number of workers. Default 1.
   */
  shards: v.optional(count, 1),
};

/** The schema of {@link TrainingOptions}; `completeOptions` also checks fields that depend on each other. */
export const optionsSchema = v.strictObject(optionEntries);

const recipeSchema = v.strictObject({
  /** How clips of any length become inputs of the network. */
  window: windowSchema,
  ...optionEntries,
  /**
   * Whether each coefficient is normalized to mean 0 and standard deviation 1 over the training part. If false, the network
   * reads the features as they are, as papers with raw MFCC do (TIM-Net); speaker adaptation is not possible then, since it
   * changes these statistics. Default true.
   */
  standardize: v.optional(flag, true),
  /**
   * Number of training speakers that are held out for early stopping and temperature scaling. Default 0: a fixed budget of
   * epochs and no calibration.
   */
  heldOutSpeakers: v.optional(countOrZero, 0),
  /**
   * Share of the clips of held-out speakers that the model answers, in (0, 1]: it declines the least confident ones, and
   * those that are farther from the training data than 99 % of them. Needs `heldOutSpeakers`. Absent: it answers all.
   */
  coverage: v.optional(numberThat((x) => x > 0 && x <= 1, 'a number in (0, 1]')),
});

/** Options of training, as plain JSON. An absent field has its default. */
export type TrainingOptions = Plain<v.InferInput<typeof optionsSchema>>;

/** {@link TrainingOptions} with the defaults filled in. */
export type CompleteOptions = Plain<v.InferOutput<typeof optionsSchema>>;

/** The recipe of a model, as plain JSON: the options of `fit`, the window, and the number of held-out speakers. */
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
 * An auxiliary output, as plain JSON: a property that a dense layer predicts from the input of the network's last layer.
 * This dense layer exists in training only.
 */
export type AuxiliaryHead = Plain<v.InferInput<typeof headSchema>>;

/** The average of the weights that a run ends with, as plain JSON. */
export type Averaging = Plain<v.InferInput<typeof averagingSchema>>;

/** Weight of each class in the loss: the inverse of its frequency, equal, or as listed. */
export type ClassWeights = Plain<v.InferInput<typeof classWeightsSchema>>;

/** A kind of group that batches can be spread evenly over. */
export type Balance = v.InferInput<typeof balanceSchema>[number];

/** Options of drawing examples from cells of one corpus and one class, as plain JSON. */
export type CellSampling = Plain<v.InferInput<typeof samplingSchema>>;

/** The classes an example is compared with: all, or those that its corpus has. */
export type ComparedClasses = CompleteOptions['comparedClasses'];

/** Options of early stopping on held-out training speakers. */
export type Stopping = Plain<v.InferInput<typeof stoppingSchema>>;

/** The schema of {@link TrainingRecipe}; its output is the input, without defaults. */
export const trainingSchema: Schema<TrainingRecipe> = asGiven(recipeSchema as Schema<TrainingRecipe>);

/** The schema of {@link TrainingRecipe} with its defaults. */
export const completeRecipeSchema = recipeSchema;
