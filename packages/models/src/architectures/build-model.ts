import { invalidArgument } from '@ser/core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as v from 'valibot';
import { type OptionEntries, parseOptions } from '../schema/parse.js';
import { type BaselineOptions, baselineEntries, buildBaseline } from './baseline.js';
import { buildCnn, type CnnOptions, cnnEntries } from './cnn.js';
import { buildCnn2d, type Cnn2dOptions, cnn2dEntries } from './cnn-2d.js';
import { buildCnnLstm, type CnnLstmOptions, cnnLstmEntries } from './cnn-lstm.js';
import { buildGru, type GruOptions } from './gru.js';
import { buildLstm, type LstmOptions } from './lstm.js';
import type { ModelInput } from './parts/model-input.js';
import { recurrentEntries } from './parts/recurrent.js';
import { buildResnet, type ResnetOptions, resnetEntries } from './resnet.js';
import { buildRnn, type RnnOptions } from './rnn.js';
import { buildTimNet, type TimNetOptions, timNetEntries } from './tim-net.js';
import { buildTiny, type TinyOptions, tinyEntries } from './tiny.js';

/** The options of each architecture's builder. */
export interface ModelOptions {
  cnn: CnnOptions;
  'cnn-2d': Cnn2dOptions;
  rnn: RnnOptions;
  lstm: LstmOptions;
  gru: GruOptions;
  'cnn-lstm': CnnLstmOptions;
  resnet: ResnetOptions;
  'tim-net': TimNetOptions;
  tiny: TinyOptions;
  baseline: BaselineOptions;
}

/** The name of an architecture. */
export type ModelKind = keyof ModelOptions;

/** A network described as plain JSON: its architecture and what differs from that architecture's defaults. */
export type ModelSpec = { [K in ModelKind]: { kind: K } & ModelOptions[K] }[ModelKind];

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

const OPTIONS: { readonly [K in ModelKind]: OptionEntries<ModelOptions[K]> } = {
  cnn: cnnEntries,
  'cnn-2d': cnn2dEntries,
  rnn: recurrentEntries,
  lstm: recurrentEntries,
  gru: recurrentEntries,
  'cnn-lstm': cnnLstmEntries,
  resnet: resnetEntries,
  'tim-net': timNetEntries,
  tiny: tinyEntries,
  baseline: baselineEntries,
};

/** The names of {@link MODEL_BUILDERS}. */
export const MODEL_KINDS: readonly ModelKind[] = Object.keys(MODEL_BUILDERS) as ModelKind[];

/** The schema of {@link ModelSpec}; the builders check what several options must have in common. */
export const modelSpecSchema: v.GenericSchema<unknown, ModelSpec> = v.variant(
  'kind',
  MODEL_KINDS.map((kind) => v.strictObject({ kind: v.literal(kind), ...OPTIONS[kind] })),
) as v.GenericSchema<unknown, ModelSpec>;

/**
 * Builds the network that `spec` describes.
 *
 * @example
 * buildModel({ kind: 'lstm', units: 64 }, { frames: 188, coeffs: 40, classes: 7, seed: 1 });
 *
 * @throws SerError `INVALID_ARGUMENT` that names an unknown kind or option, or a value out of range.
 */
export function buildModel(spec: ModelSpec, input: ModelInput): LayersModel {
  if (typeof spec !== 'object' || spec === null) throw invalidArgument('model', spec, 'an object with a kind');
  const { kind, ...options } = spec;
  if (!MODEL_KINDS.includes(kind)) throw invalidArgument('model.kind', kind, MODEL_KINDS.join(', '));
  parseOptions('model', modelSpecSchema, spec);
  // The schema has just shown that the options are those of this kind.
  const build = MODEL_BUILDERS[kind] as (options: ModelInput) => LayersModel;
  return build({ ...options, ...input });
}
