import { matrix, multiply } from '../../module/gemm.js';
import type { Sidecar } from '../../module/sidecar.js';

/**
 * Sizes of a recurrent layer. x is [batch, steps, features]; all other arrays are step-major
 * [steps, batch, width] in the order of processing, so that `reversed` only changes how x is read.
 */
export interface Sequence {
  readonly batch: number;
  readonly steps: number;
  readonly features: number;
  readonly units: number;
  /** Width of the gates side by side: 4 units for an LSTM, 3 for a GRU, 1 for a plain recurrence. */
  readonly gates: number;
  /** True if time is processed from the last step to the first. */
  readonly reversed: boolean;
}

/** The first element of x in the order of processing, and the elements from one step to the next. */
function timeOf(s: Sequence, x: number): { pointer: number; step: number } {
  return s.reversed
    ? { pointer: x + 4 * (s.steps - 1) * s.features, step: -s.features }
    : { pointer: x, step: s.features };
}

/** z[steps, batch, gates] = x·kernel + bias for all steps at once. */
export function project(sidecar: Sidecar, s: Sequence, x: number, kernel: number, bias: number, z: number): void {
  const time = timeOf(s, x);
  multiply(
    sidecar,
    {
      pointer: time.pointer,
      rows: { size: s.steps * s.batch, run: s.batch, jump: time.step, stride: s.steps * s.features },
      columns: { size: s.features, stride: 1 },
    },
    matrix(kernel, s.features, s.gates, false),
    { pointer: z, bias },
  );
}

/** dKernel[features, gates] from dz. */
export function kernelGrad(sidecar: Sidecar, s: Sequence, x: number, dz: number, out: number): void {
  const time = timeOf(s, x);
  multiply(
    sidecar,
    {
      pointer: time.pointer,
      rows: { size: s.features, stride: 1 },
      columns: { size: s.steps * s.batch, run: s.batch, jump: time.step, stride: s.steps * s.features },
    },
    matrix(dz, s.steps * s.batch, s.gates, false),
    { pointer: out },
  );
}

/** dx[batch, steps, features] from dz. */
export function inputGrad(sidecar: Sidecar, s: Sequence, kernel: number, dz: number, out: number): void {
  const step = s.batch * s.gates;
  multiply(
    sidecar,
    {
      pointer: s.reversed ? dz + 4 * (s.steps - 1) * step : dz,
      rows: { size: s.batch * s.steps, run: s.steps, jump: s.gates, stride: s.reversed ? -step : step },
      columns: { size: s.gates, stride: 1 },
    },
    matrix(kernel, s.features, s.gates, true),
    { pointer: out },
  );
}

/**
 * Columns `first` … `first + columns` of dRecurrent[units, gates] = Σ state[t]ᵀ·dz[t] over the steps but the first, as
 * one product. `state` [steps − 1, batch, units] is what those gates saw at the second step and later.
 */
export function recurrentGrad(
  sidecar: Sidecar,
  s: Sequence,
  state: number,
  dz: number,
  out: number,
  first: number,
  columns: number,
): void {
  if (s.steps < 2) {
    sidecar.zeroAt(out, 4 * s.units * s.gates);
    return;
  }
  const rows = (s.steps - 1) * s.batch;
  multiply(
    sidecar,
    matrix(state, rows, s.units, true),
    {
      pointer: dz + 4 * (s.batch * s.gates + first),
      rows: { size: rows, stride: s.gates },
      columns: { size: columns, stride: 1 },
    },
    { pointer: out + 4 * first, stride: s.gates },
  );
}

/** The layer's value: all steps [batch, steps, units], or the last one [batch, units]. */
export function writeValue(sidecar: Sidecar, s: Sequence, hidden: number, sequences: boolean, out: number): void {
  if (sequences) sidecar.routines.toBatchMajor(hidden, s.steps, s.batch, s.units, out);
  else sidecar.copy(hidden + 4 * (s.steps - 1) * s.batch * s.units, 4 * s.batch * s.units, out);
}
