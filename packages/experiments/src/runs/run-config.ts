import type { Emotion } from '@ser/core';
import type { VersionRecipe } from '@ser/datasets';
import type { FrontEndConfig } from '@ser/dsp';
import type { ModelSpec } from '@ser/models';
import { type AdaptationKind, describeAugmentation, type InitialModel, type TrainingRecipe } from '@ser/training';

/** The candidate that was chosen for one fold, on its training speakers. */
export interface FoldSelection {
  readonly fold: string;
  /** Name of the chosen candidate. */
  readonly name: string;
  readonly model: ModelSpec;
  readonly frontEnd: FrontEndConfig;
  readonly training: TrainingRecipe;
  readonly audioAugmentation?: VersionRecipe | undefined;
  /** All candidates with their UAR on the training speakers, the best first. */
  readonly ranking: readonly { readonly name: string; readonly uar: number }[];
}

/** The configuration of a run, as plain JSON: everything that its result follows from. */
export interface RunConfig {
  readonly corpus: string;
  /** False for a corpus whose results say nothing about real speech, such as the synthetic one. */
  readonly benchmark: boolean;
  readonly protocol: string;
  readonly speakerIndependent: boolean;
  /** Warning of the protocol, which must be shown with the result. */
  readonly warning?: string | undefined;
  /** Limits of the result, such as an emotion that a fold tests without training on it; absent if there are none. */
  readonly limits?: readonly string[] | undefined;
  /** The architecture, or the name of the caller's own network. */
  readonly model: ModelSpec | { readonly kind: 'custom'; readonly name: string };
  readonly frontEnd: FrontEndConfig;
  readonly training: TrainingRecipe;
  /** Augmented versions that were trained on in addition to the original clips; none if absent. */
  readonly audioAugmentation?: VersionRecipe | undefined;
  /** The model with the initial weights; random weights if absent. */
  readonly initial?: InitialModel | undefined;
  readonly speakerAdaptation: AdaptationKind;
  /** Number of neutral clips that each speaker is enrolled from; only for `enrolled`. */
  readonly enrollmentClips?: number | undefined;
  /** Number of recipes that have ever been evaluated on the outer folds, as the user states it; absent if not stated. */
  readonly candidates?: number | undefined;
  readonly seed: number;
  /** The classes, in the order of all probabilities. */
  readonly labels: readonly Emotion[];
  readonly utterances: number;
  /** Number of folds that were run, and number of folds of the protocol. */
  readonly folds: number;
  readonly foldsOfProtocol: number;
  /** True if folds or epochs were left out: not a result of the protocol. */
  readonly partial: boolean;
  /** Configurations of the combined runs, in a result of `Run.combine`; the recipe above is that of the first. */
  readonly members?: readonly RunConfig[] | undefined;
  /** The choice in each fold, in a result of nested selection; the recipe above is that of the first fold. */
  readonly selection?: readonly FoldSelection[] | undefined;
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

/** Returns the name of the model of a result: its kind, `ensemble`, or `selected` for a choice in each fold. */
export const modelNameOf = ({ model, members, selection }: RunConfig): string =>
  members ? 'ensemble' : selection ? 'selected' : model.kind === 'custom' ? model.name : model.kind;

/**
 * Returns the title of a result: its model, augmentation and initial model.
 *
 * @example
 * runTitle(run.config); // 'cnn, 2 augmented versions of each clip (pink noise, room), fine-tuned from ravdess+tess-cnn'
 */
export function runTitle(config: RunConfig): string {
  const { audioAugmentation, initial, members } = config;
  if (members) return modelNameOf(config);
  return [
    modelNameOf(config),
    audioAugmentation && describeAugmentation(audioAugmentation),
    initial && `fine-tuned from ${initial.name}`,
  ]
    .filter((part) => part !== undefined)
    .join(', ');
}
