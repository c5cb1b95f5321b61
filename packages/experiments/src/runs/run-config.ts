import type { Emotion } from '@ser/core';
import type { FrontEndConfig } from '@ser/dsp';
import type { ModelSpec } from '@ser/models';
import type { InitialModel, NormalizationKind, TrainingRecipe } from '@ser/training';
import { describeAugmentation, type SeededAugmentation } from '@ser/training';

/** What was chosen for one fold, by its training speakers. */
export interface FoldSelection {
  readonly fold: string;
  /** The chosen candidate. */
  readonly name: string;
  readonly model: ModelSpec;
  readonly frontEnd: FrontEndConfig;
  readonly training: TrainingRecipe;
  readonly augmentation?: SeededAugmentation | undefined;
  /** All candidates by their UAR on the training speakers, the best first. */
  readonly ranking: readonly { readonly name: string; readonly uar: number }[];
}

/** All that a result follows from, as plain JSON. */
export interface RunConfig {
  readonly corpus: string;
  /** Whether results on the corpus mean anything; false for the synthetic one. */
  readonly benchmark: boolean;
  readonly protocol: string;
  readonly speakerIndependent: boolean;
  /** What has to be said wherever the result is shown. */
  readonly warning?: string | undefined;
  /** What cannot be measured, such as an emotion that a fold tests without training on it; absent if there is nothing. */
  readonly limits?: readonly string[] | undefined;
  /** The architecture, or the name of a network that the caller built. */
  readonly model: ModelSpec | { readonly kind: 'custom'; readonly name: string };
  readonly frontEnd: FrontEndConfig;
  readonly training: TrainingRecipe;
  /** The altered copies that were trained on beside the plain clips; none if absent. */
  readonly augmentation?: SeededAugmentation | undefined;
  /** What training began with; random weights if absent. */
  readonly initial?: InitialModel | undefined;
  readonly normalization: NormalizationKind;
  /** Neutral clips that each speaker is enrolled by, if they are. */
  readonly enrollmentClips?: number | undefined;
  /** How many recipes have ever been judged on the outer folds, as the user says; absent if nobody has said it. */
  readonly candidates?: number | undefined;
  readonly seed: number;
  /** The classes, in the order of all probabilities. */
  readonly labels: readonly Emotion[];
  readonly utterances: number;
  /** Folds that were run, of how many. */
  readonly folds: number;
  readonly foldsOfProtocol: number;
  /** True if folds were left out or epochs cut: a quick look, not a result of the protocol. */
  readonly partial: boolean;
  /** The runs whose probabilities were averaged, if this is `combineRuns`' result; the recipe above is the first's. */
  readonly members?: readonly RunConfig[] | undefined;
  /** What was chosen in each fold, if this is `nestedCrossValidate`'s result; the recipe above is the first fold's. */
  readonly selection?: readonly FoldSelection[] | undefined;
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

/** What a result is called: the kind of its model, `ensemble`, or `selected` for a choice in each fold. */
export const modelNameOf = ({ model, members, selection }: RunConfig): string =>
  members ? 'ensemble' : selection ? 'selected' : model.kind === 'custom' ? model.name : model.kind;

/**
 * What a result is called where people read it: its model, and what else it learnt from, e.g.
 * `cnn, 2 altered copies of each clip (pink noise, room), fine-tuned from ravdess+tess-cnn`.
 */
export function runTitle(config: RunConfig): string {
  const { augmentation, initial, members } = config;
  if (members) return modelNameOf(config);
  return [
    modelNameOf(config),
    ...(augmentation ? [describeAugmentation(augmentation)] : []),
    ...(initial ? [`fine-tuned from ${initial.name}`] : []),
  ].join(', ');
}
