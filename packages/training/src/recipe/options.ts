import { invalidArgument } from '@ser/core';
import { type Augmentation, checkAugmentation } from '../data/augment-rows.js';
import { type ComparedClasses, checkComparedClasses } from '../data/class-masks.js';
import { type Balance, checkBalance } from '../data/clips-of.js';
import { type CellSampling, checkSampling } from '../data/sample-cells.js';
import { type AuxiliaryHead, checkHeads } from '../losses/auxiliary-head.js';
import type { ClassWeights } from '../losses/class-weights.js';
import { type Loss, lossFunction } from '../losses/loss.js';
import type { AdamOptions } from '../optimizers/adam.js';
import type { Schedule } from '../optimizers/schedule.js';
import type { Averaging } from '../optimizers/weight-average.js';

/** When to stop before the budget of epochs is spent, judged on held-out training speakers. */
export interface Stopping {
  /** Epochs without improvement that are waited for. */
  readonly patience: number;
  /** What must improve: held-out `loss` (default) or `uar`. */
  readonly metric?: 'loss' | 'uar' | undefined;
}

/** How a network is trained, as plain JSON. What is absent has the default named here. */
export interface TrainingOptions {
  /** Passes over the training part. */
  readonly epochs: number;
  /** Most utterances in a batch; 32. */
  readonly batchSize?: number | undefined;
  /** Highest learning rate; 1e-3. */
  readonly learningRate?: number | undefined;
  /** How the rate changes over the run; constant. */
  readonly schedule?: Schedule | undefined;
  /** Constants of Adam and decoupled weight decay (applied to matrices and filters, not to biases and scales). */
  readonly adam?: AdamOptions | undefined;
  /** What is made small; cross-entropy. */
  readonly loss?: Loss | undefined;
  /** Largest Euclidean norm of a batch's gradient; no limit. */
  readonly clipNorm?: number | undefined;
  /** Share of the target spread over all classes, in [0, 1); 0. */
  readonly labelSmoothing?: number | undefined;
  /** How much each class counts; `'none'`. `'balanced'` excludes `balance` over classes, which makes up for the same. */
  readonly classWeights?: ClassWeights | undefined;
  /**
   * Spreads each batch evenly over classes, speakers, corpora: over the first named, within each of them over the
   * second, and so on. An epoch then has as many rows as there are examples, rare ones several times. Off: each
   * example once an epoch.
   */
  readonly balance?: readonly Balance[] | undefined;
  /**
   * Draws the rows of an epoch from cells of one corpus and one class, by the square root of the corpus' size or another
   * power of it, see {@link CellSampling}. Excludes `balance` and `classWeights: 'balanced'`. Off: each example once an epoch.
   */
  readonly sampling?: CellSampling | undefined;
  /**
   * Classes that an example is compared with: `'all'` (default), or those that its `'corpus'` has, so that a class is
   * not pushed down by a corpus that lacks it. Rows that mixup blends are compared with the classes of both.
   */
  readonly comparedClasses?: ComparedClasses | undefined;
  /** Part of the target that listeners' votes decide where an example has them, in [0, 1]; 0. */
  readonly votes?: number | undefined;
  /** Second questions that the network learns to answer, or to hide the answer to; none. */
  readonly heads?: readonly AuxiliaryHead[] | undefined;
  /** How training clips and windows are altered; not at all. */
  readonly augmentation?: Augmentation | undefined;
  /** Which average of the weights the run ends with; the last weights. */
  readonly averaging?: Averaging | undefined;
  /** Early stopping on held-out examples; the run then ends with the best weights. Off. */
  readonly stopping?: Stopping | undefined;
  /**
   * Parts into which each batch is cut for data-parallel training; 1. Batch normalization takes its statistics from
   * each part. The result depends on this number, and not on how many workers share the parts.
   */
  readonly shards?: number | undefined;
}

const positiveInteger = (name: string, value: number): void => {
  if (!Number.isSafeInteger(value) || value < 1) throw invalidArgument(name, value, 'a positive integer');
};

/** Fills in the defaults; throws `INVALID_ARGUMENT` for a value out of range. Anything else in `options` is left out. */
export function completeOptions(options: TrainingOptions): CompleteOptions {
  const { epochs, loss, clipNorm, balance, sampling, heads, augmentation, averaging, stopping } = options;
  const { comparedClasses, votes } = options;
  const complete: CompleteOptions = {
    epochs,
    batchSize: options.batchSize ?? 32,
    learningRate: options.learningRate ?? 1e-3,
    schedule: options.schedule ?? { kind: 'constant' },
    adam: options.adam ?? {},
    labelSmoothing: options.labelSmoothing ?? 0,
    classWeights: options.classWeights ?? 'none',
    shards: options.shards ?? 1,
    loss,
    balance,
    sampling,
    comparedClasses,
    votes,
    heads,
    clipNorm,
    augmentation,
    averaging,
    stopping,
  };
  positiveInteger('epochs', complete.epochs);
  positiveInteger('batchSize', complete.batchSize);
  positiveInteger('shards', complete.shards);
  if (complete.shards > complete.batchSize) {
    throw invalidArgument('shards', complete.shards, `at most the batch size ${complete.batchSize}`);
  }
  if (!(complete.learningRate > 0)) throw invalidArgument('learningRate', complete.learningRate, 'a positive number');
  if (!(complete.labelSmoothing >= 0 && complete.labelSmoothing < 1)) {
    throw invalidArgument('labelSmoothing', complete.labelSmoothing, 'a number in [0, 1)');
  }
  if (complete.clipNorm !== undefined && !(complete.clipNorm > 0)) {
    throw invalidArgument('clipNorm', complete.clipNorm, 'a positive number');
  }
  if (loss) lossFunction(loss);
  if (balance) checkBalance(balance);
  checkDraw(complete);
  if (comparedClasses !== undefined) checkComparedClasses(comparedClasses);
  if (votes !== undefined && !(votes >= 0 && votes <= 1)) throw invalidArgument('votes', votes, 'a number in [0, 1]');
  if (heads) checkHeads(heads);
  if (augmentation) checkAugmentation(augmentation);
  if (complete.stopping) {
    positiveInteger('stopping.patience', complete.stopping.patience);
    if (complete.averaging?.kind === 'last-epochs') {
      throw invalidArgument('averaging', complete.averaging, "'ema' or absent when stopping early");
    }
  }
  return complete;
}

/** Checks that at most one option makes up for rare classes. */
function checkDraw({ balance, sampling, classWeights }: CompleteOptions): void {
  if (sampling) {
    checkSampling(sampling);
    if (balance) throw invalidArgument('balance', balance, 'absent where sampling draws from cells');
  }
  if ((sampling || balance?.includes('class')) && classWeights === 'balanced') {
    throw invalidArgument(
      'classWeights',
      classWeights,
      `'none' or a list of weights where ${sampling ? 'sampling draws from' : 'balance spreads batches over'} classes`,
      'Rare classes come several times already; to weigh them up, too, would make up for their number twice.',
    );
  }
}

/** {@link TrainingOptions} with the defaults filled in. */
export type CompleteOptions = TrainingOptions & {
  readonly [Field in
    | 'batchSize'
    | 'learningRate'
    | 'schedule'
    | 'adam'
    | 'labelSmoothing'
    | 'classWeights'
    | 'shards']-?: Exclude<TrainingOptions[Field], undefined>;
};
