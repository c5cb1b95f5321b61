import type { AugmentationStep, FrontEndConfig } from '@ser/dsp';

/** What is made of every cut, as plain data that threads can be sent. */
export interface Extraction {
  readonly frontEnd: FrontEndConfig;
  /** How copies are changed before. */
  readonly augmentation?: {
    readonly steps: readonly AugmentationStep[];
    /** Seed of everything drawn; each utterance and copy has a generator of its own. */
    readonly seed: number;
  };
}
