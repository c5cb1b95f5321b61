import { count, type Entries, list, optional, type Schema, text, word } from '@ser/core/schema';
import type { FrontEndConfig } from '@ser/dsp';
import { type ModelSpec, modelSpecSchema } from '@ser/models';
import type { TrainingRecipe } from '@ser/training';
import {
  augmentationSchema,
  frontEndSchema,
  NORMALIZATION_KINDS,
  type NormalizationKind,
  type SoundAugmentation,
  trainingSchema,
} from '@ser/training';
import * as v from 'valibot';

/** One experiment, complete, as plain JSON: everything that its result follows from, but the recordings. */
export interface Experiment {
  /** Nothing is to be added: a field that is absent is off, whatever the recipe of the model's kind is or will be. */
  readonly complete: true;
  /** What it is for, in one sentence. */
  readonly description?: string | undefined;
  /** A corpus by name, a table of one's own by path, or several corpora that are combined. */
  readonly corpus: string | readonly string[];
  /** How a cross-validation divides the corpus, e.g. `loso`; the one that suits the corpus if absent. */
  readonly protocol?: string | undefined;
  readonly model: ModelSpec;
  /** Without normalization: its statistics come from training parts. */
  readonly frontEnd: FrontEndConfig;
  readonly training: TrainingRecipe;
  /** The folder of a model that training begins with instead of random weights; it learnt from other corpora. */
  readonly initial?: string | undefined;
  /** Altered copies of training clips; none if absent. */
  readonly augmentation?: SoundAugmentation | undefined;
  /**
   * Where the statistics that normalize features come from: the training part (`plain`, the default), each speaker's
   * own clips (`speaker`), or a few neutral clips of the speaker (`enrolled`).
   */
  readonly normalization?: NormalizationKind | undefined;
  /** Neutral clips that each speaker is enrolled by with `normalization` `enrolled`; 4 if absent. */
  readonly enrollmentClips?: number | undefined;
  /** Recipes, this one included, that have ever been judged on the same test folds: kept with a result. */
  readonly candidates?: number | undefined;
  /** Seed of everything random. */
  readonly seed: number;
}

/** What {@link parseExperiment} makes an {@link Experiment} of; a field that is `null` is left out. */
export type ExperimentDescription = Pick<Experiment, 'corpus' | 'model'> &
  Partial<Omit<Experiment, 'training'>> & {
    readonly training?: { readonly [Field in keyof TrainingRecipe]?: TrainingRecipe[Field] | null } | undefined;
  };

/** The schema of {@link Experiment}. */
export const experimentSchema: Schema<Experiment> = v.strictObject({
  complete: v.literal(true, 'true or false'),
  description: optional(text),
  corpus: v.union([text, list(text, 'a list of corpora')], 'the name of a corpus or a list of them'),
  protocol: optional(text),
  model: modelSpecSchema,
  frontEnd: frontEndSchema,
  training: trainingSchema,
  initial: optional(text),
  augmentation: optional(augmentationSchema),
  normalization: optional(word(...NORMALIZATION_KINDS)),
  enrollmentClips: optional(count),
  candidates: optional(count),
  seed: v.pipe(v.number('an integer'), v.safeInteger('an integer')),
} satisfies Entries<Experiment>);
