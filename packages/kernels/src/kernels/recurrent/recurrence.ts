import type { Sidecar } from '../../module/sidecar.js';
import type { Sequence } from './sequence.js';

export type RecurrentAttrs = {
  readonly reversed: boolean;
  /** True if the value is all steps, false if it is the last one. */
  readonly sequences: boolean;
  /** True if gates are hard sigmoids. */
  readonly hard: boolean;
};

/** Addresses of what the forward pass reads; 0 for a missing bias. */
export interface ForwardPointers {
  readonly x: number;
  readonly kernel: number;
  readonly recurrent: number;
  readonly bias: number;
}

/**
 * A kind of recurrent layer, as passes over a workspace. `parts` are the addresses of the workspace's parts: the
 * forward pass fills them, the backward pass reads them and leaves in the first one dz, the gradients of the gates'
 * sums, from which all other gradients follow.
 */
export interface Recurrence {
  /** Width of the gates, in units. */
  readonly gatesPerUnit: number;
  /** Widths of the parts, in units a step and example. */
  readonly widths: readonly number[];
  /** Number of the part that is the hidden state. */
  readonly hidden: number;
  forward(sidecar: Sidecar, s: Sequence, attrs: RecurrentAttrs, parts: readonly number[], x: ForwardPointers): void;
  backward(
    sidecar: Sidecar,
    s: Sequence,
    attrs: RecurrentAttrs,
    parts: readonly number[],
    dy: number,
    recurrent: number,
  ): void;
  /** dRecurrent[units, gates] at `out`. */
  recurrentGrad(sidecar: Sidecar, s: Sequence, parts: readonly number[], out: number): void;
}
