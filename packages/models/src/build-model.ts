import { invalidArgument } from '@ser/core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as v from 'valibot';
import { buildCnn, type CnnOptions, cnnEntries } from './cnn.js';
import { buildLstm, type LstmOptions } from './lstm.js';
import type { ModelInput } from './model-input.js';
import { parseOptions } from './parse.js';
import { recurrentEntries } from './recurrent.js';
import { buildRnn, type RnnOptions } from './rnn.js';

/** A network described as plain JSON: its architecture and what differs from that architecture's defaults. */
export type ModelSpec =
  | ({ kind: 'cnn' } & CnnOptions)
  | ({ kind: 'rnn' } & RnnOptions)
  | ({ kind: 'lstm' } & LstmOptions);

/** The name of an architecture. */
export type ModelKind = ModelSpec['kind'];

/** The builder of each architecture. */
export const MODEL_BUILDERS: {
  readonly cnn: (options: ModelInput & CnnOptions) => LayersModel;
  readonly rnn: (options: ModelInput & RnnOptions) => LayersModel;
  readonly lstm: (options: ModelInput & LstmOptions) => LayersModel;
} = { cnn: buildCnn, rnn: buildRnn, lstm: buildLstm };

const OPTIONS: Record<ModelKind, v.ObjectEntries> = { cnn: cnnEntries, rnn: recurrentEntries, lstm: recurrentEntries };

/** The names of {@link MODEL_BUILDERS}. */
export const MODEL_KINDS: readonly ModelKind[] = Object.keys(MODEL_BUILDERS) as ModelKind[];

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
  parseOptions('model', v.strictObject(OPTIONS[kind]), options);
  return MODEL_BUILDERS[kind]({ ...options, ...input });
}
