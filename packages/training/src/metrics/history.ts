/** What one epoch of a run gave. */
export interface EpochRecord {
  /** 1-based. */
  readonly epoch: number;
  /** Learning rate of the epoch's last step. */
  readonly learningRate: number;
  /** Mean training loss, with dropout and the weights of the moment. */
  readonly loss: number;
  /** Share of training utterances recognized, with dropout and the weights of the moment. */
  readonly accuracy: number;
  /** Loss, UAR and WAR on held-out training speakers, where some are held out. */
  readonly heldOut?: { readonly loss: number; readonly uar: number; readonly war: number };
}

/** How a run went. */
export interface History {
  readonly epochs: readonly EpochRecord[];
  /** Epoch (1-based) whose weights the run ended with, if it chose among them by held-out speakers. */
  readonly bestEpoch?: number | undefined;
  /** Whether the run stopped before its budget was spent. */
  readonly stoppedEarly: boolean;
  /** Optimizer steps taken. */
  readonly steps: number;
  /** Wall-clock time in seconds. */
  readonly seconds: number;
}
