/** The figures of one epoch. */
export interface EpochRecord {
  /** 1-based. */
  readonly epoch: number;
  /** Learning rate of the epoch's last step. */
  readonly learningRate: number;
  /** Mean training loss, with dropout and the weights of each step. */
  readonly loss: number;
  /** Share of recognized training utterances, with dropout and the weights of each step. */
  readonly accuracy: number;
  /** Loss, UAR and WAR on held-out training speakers, if there are any. */
  readonly heldOut?: { readonly loss: number; readonly uar: number; readonly war: number } | undefined;
}

/** The course of a training run. */
export interface History {
  readonly epochs: readonly EpochRecord[];
  /** Epoch (1-based) with the best figure on held-out speakers, whose weights the run ended with; only with early stopping. */
  readonly bestEpoch?: number | undefined;
  /** True if the run stopped before its last epoch. */
  readonly stoppedEarly: boolean;
  /** Optimizer steps taken. */
  readonly steps: number;
  /** Wall-clock time in seconds. */
  readonly seconds: number;
}
