import { asGiven, checkFields, type Schema } from '@ser/core/schema';
import * as v from '@ser/core/valibot';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { OptionsOf } from '../schema/options.js';
import { baselineEntries, buildBaseline } from './baseline.js';
import { buildCnn, cnnEntries } from './cnn.js';
import { buildCnn2d, cnn2dEntries } from './cnn-2d.js';
import { buildCnnLstm, cnnLstmEntries } from './cnn-lstm.js';
import { buildGru, gruEntries } from './gru.js';
import { buildLstm, lstmEntries } from './lstm.js';
import type { ModelInput } from './parts/model-input.js';
import { buildResnet, resnetEntries } from './resnet.js';
import { buildRnn, rnnEntries } from './rnn.js';
import { buildTimNet, timNetEntries } from './tim-net.js';
import { buildTiny, tinyEntries } from './tiny.js';

/** The schema entries of the options of each architecture. */
const OPTIONS = {
  cnn: cnnEntries,
  'cnn-2d': cnn2dEntries,
  rnn: rnnEntries,
  lstm: lstmEntries,
  gru: gruEntries,
  'cnn-lstm': cnnLstmEntries,
  resnet: resnetEntries,
  'tim-net': timNetEntries,
  tiny: tinyEntries,
  baseline: baselineEntries,
};

/** The options of the builder of each architecture. */
export type ModelOptions = { readonly [K in keyof typeof OPTIONS]: OptionsOf<(typeof OPTIONS)[K]> };

/** The name of an architecture. */
export type ModelKind = keyof ModelOptions;

/** A network described as plain JSON: its architecture and what differs from that architecture's defaults. */
export type ModelSpec = { [K in ModelKind]: { readonly kind: K } & ModelOptions[K] }[ModelKind];

/** The builder of each architecture. */
export const MODEL_BUILDERS: {
  readonly [K in ModelKind]: (options: ModelInput & ModelOptions[K]) => LayersModel;
} = {
  cnn: buildCnn,
  'cnn-2d': buildCnn2d,
  rnn: buildRnn,
  lstm: buildLstm,
  gru: buildGru,
  'cnn-lstm': buildCnnLstm,
  resnet: buildResnet,
  'tim-net': buildTimNet,
  tiny: buildTiny,
  baseline: buildBaseline,
};

/** The names of {@link MODEL_BUILDERS}. */
export const MODEL_KINDS: readonly ModelKind[] = Object.keys(MODEL_BUILDERS) as ModelKind[];

/** The schema of {@link ModelSpec}, which stays as it is given; the builders check what several options have in common. */
export const modelSpecSchema: Schema<ModelSpec> = asGiven(
  v.variant(
    'kind',
    MODEL_KINDS.map((kind) => v.strictObject({ kind: v.literal(kind), ...OPTIONS[kind] })),
  ) as unknown as Schema<ModelSpec>,
);

/**
 * Builds the network that `spec` describes.
 *
 * @example
 * buildModel({ kind: 'lstm', units: 64 }, { frames: 188, coeffs: 40, classes: 7, seed: 1 });
 *
 * @throws SerError `INVALID_ARGUMENT` that names an unknown kind or option, or a value out of range.
 */
export function buildModel(spec: ModelSpec, input: ModelInput): LayersModel {
  const { kind, ...options } = checkFields(modelSpecSchema, spec, { name: 'model' });
  // The schema has just shown that the options are those of this kind.
  const build = MODEL_BUILDERS[kind] as (options: ModelInput) => LayersModel;
  return build({ ...options, ...input });
}
