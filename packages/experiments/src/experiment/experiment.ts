import { type Emotion, isEmotion } from '@ser/core';
import { asGiven, count, type Entries, list, optional, type Schema, text, word } from '@ser/core/schema';
import * as v from '@ser/core/valibot';
import { augmentationSchema, type FrontEndConfig, frontEndSchema } from '@ser/dsp';
import { type ModelSpec, modelSpecSchema } from '@ser/models';
import {
  ADAPTATION_KINDS,
  type AdaptationKind,
  type AudioAugmentation,
  type TrainingRecipe,
  trainingSchema,
} from '@ser/training';

/** A complete experiment, as plain JSON: everything that its result follows from, except the recordings. */
export interface Experiment {
  /** Marks that nothing is to be added: an absent field is off, also if the default recipe of the model's kind has it. */
  readonly complete: true;
  /** Purpose, in one sentence. */
  readonly description?: string | undefined;
  /** Name of a corpus, path of a table of recordings, or a list of corpora that are combined. */
  readonly corpus: string | readonly string[];
  /** Emotions to keep; all if absent, of combined corpora those that they share. */
  readonly emotions?: readonly Emotion[] | undefined;
  /** Protocol that divides the corpus, e.g. `loso`; the first that fits the corpus if absent. */
  readonly protocol?: string | undefined;
  readonly model: ModelSpec;
  /** Without normalization, whose statistics come from training parts. */
  readonly frontEnd: FrontEndConfig;
  readonly training: TrainingRecipe;
  /** Folder of a model with the initial weights, trained on other corpora; random weights if absent. */
  readonly initial?: string | undefined;
  /** Augmented versions of training clips, made by changes of their audio; none if absent. */
  readonly audioAugmentation?: AudioAugmentation | undefined;
  /**
   * How features are adapted to each speaker: not at all (`none`, the default), with statistics of all clips of the speaker
   * (`speaker`), or with a few neutral clips of the speaker (`enrolled`).
   */
  readonly speakerAdaptation?: AdaptationKind | undefined;
  /** Number of neutral clips that each speaker is enrolled from, for `enrolled`; 4 if absent. */
  readonly enrollmentClips?: number | undefined;
  /** Number of recipes, including this one, that have ever been evaluated on the same test folds; stored with a result. */
  readonly candidates?: number | undefined;
  /** Seed of everything random. */
  readonly seed: number;
}

/** A description that {@link parseExperiment} completes; a field that is `null` is left out. */
export type ExperimentDescription = Pick<Experiment, 'corpus' | 'model'> & {
  readonly [Field in Exclude<keyof Experiment, 'corpus' | 'model' | 'training'>]?: Experiment[Field] | undefined;
} & {
  readonly training?: { readonly [Field in keyof TrainingRecipe]?: TrainingRecipe[Field] | null } | undefined;
};

const audioAugmentationSchema: Schema<AudioAugmentation> = v.strictObject({
  copies: count,
  steps: asGiven(augmentationSchema()),
} satisfies Entries<AudioAugmentation>);

/** The schema of {@link Experiment}. */
export const experimentSchema: Schema<Experiment> = v.strictObject({
  complete: v.literal(true, 'true or false'),
  description: optional(text),
  corpus: v.union([text, list(text, 'a list of corpora')], 'the name of a corpus or a list of them'),
  emotions: optional(list(v.custom<Emotion>(isEmotion, 'the name of an emotion'), 'a list of emotions')),
  protocol: optional(text),
  model: modelSpecSchema,
  frontEnd: asGiven(v.omit(frontEndSchema(), ['normalization'])),
  training: trainingSchema,
  initial: optional(text),
  audioAugmentation: optional(audioAugmentationSchema),
  speakerAdaptation: optional(word(...ADAPTATION_KINDS)),
  enrollmentClips: optional(count),
  candidates: optional(count),
  seed: v.pipe(v.number('an integer'), v.safeInteger('an integer')),
} satisfies Entries<Experiment>);
