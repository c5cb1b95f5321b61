import type { WindowSpec } from '@ser/models';
import type { TrainingOptions } from './options.js';

/** How a model is made from a corpus, as plain JSON: the options of `fit`, the window, and who is held out. */
export interface TrainingRecipe extends TrainingOptions {
  /** How clips of any length become inputs of the network. */
  readonly window: WindowSpec;
  /**
   * Training speakers that are held out for early stopping and temperature scaling; 0 by default, which means a fixed
   * budget of epochs and no calibration.
   */
  readonly heldOutSpeakers?: number;
}
