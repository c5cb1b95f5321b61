import { pack, type RightView } from '../../module/gemm.js';
import type { Sidecar } from '../../module/sidecar.js';
import type { Recurrence } from './recurrence.js';
import { project, recurrentGrad, type Sequence } from './sequence.js';

/** Packs the recurrent kernel [units, 3·units] in its two parts: of the gates z and r, and of the candidate. */
function packRecurrent(sidecar: Sidecar, s: Sequence, recurrent: number, transposed: boolean): [number, number] {
  const part = (first: number, width: number): RightView => {
    const pointer = recurrent + 4 * first;
    const units = { size: s.units, stride: s.gates };
    const gates = { size: width, stride: 1 };
    return transposed ? { pointer, rows: gates, columns: units } : { pointer, rows: units, columns: gates };
  };
  return [pack(sidecar, part(0, 2 * s.units), 'packed'), pack(sidecar, part(2 * s.units, s.units), 'packedToo')];
}

/** Parts: the gates z, r and the candidate (then dz), the hidden state, r·h[t − 1]. */
export const gru: Recurrence = {
  gatesPerUnit: 3,
  widths: [3, 1, 1],
  hidden: 1,
  forward(sidecar, s, attrs, [z, h, rh], given) {
    project(sidecar, s, given.x, given.kernel, given.bias, z!);
    const packed = packRecurrent(sidecar, s, given.recurrent, false);
    const scratch = sidecar.gemmScratch();
    sidecar.routines.gruForward(s.batch, s.steps, s.units, +attrs.hard, z!, ...packed, h!, rh!, scratch);
  },
  backward(sidecar, s, attrs, [z, h], dy, recurrent) {
    const packed = packRecurrent(sidecar, s, recurrent, true);
    const state = 4 * s.batch * s.units;
    const dh = sidecar.scratch('state', 2 * state);
    sidecar.routines.gruBackward(
      ...[s.batch, s.steps, s.units, +attrs.hard, z!, h!, dy, +attrs.sequences, ...packed, dh, dh + state],
      sidecar.gemmScratch(),
    );
  },
  recurrentGrad(sidecar, s, [z, h, rh], out) {
    const later = 4 * s.batch * s.units;
    recurrentGrad(sidecar, s, h!, z!, out, 0, 2 * s.units);
    recurrentGrad(sidecar, s, rh! + later, z!, out, 2 * s.units, s.units);
  },
};
