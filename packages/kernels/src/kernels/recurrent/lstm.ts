import { matrix, pack } from '../../module/gemm.js';
import type { Recurrence } from './recurrence.js';
import { project, recurrentGrad } from './sequence.js';

/** Parts: the gates i, f, g, o (then dz), the hidden state, the cell state. */
export const lstm: Recurrence = {
  gatesPerUnit: 4,
  widths: [4, 1, 1],
  hidden: 1,
  forward(sidecar, s, attrs, [z, h, c], given) {
    project(sidecar, s, given.x, given.kernel, given.bias, z!);
    const packed = pack(sidecar, matrix(given.recurrent, s.units, s.gates, false));
    const scratch = sidecar.gemmScratch();
    sidecar.routines.lstmForward(s.batch, s.steps, s.units, +attrs.hard, z!, packed, h!, c!, scratch);
  },
  backward(sidecar, s, attrs, [z, , c], dy, recurrent) {
    const packed = pack(sidecar, matrix(recurrent, s.units, s.gates, true));
    const state = 4 * s.batch * s.units;
    const dh = sidecar.scratch('state', 2 * state);
    sidecar.routines.lstmBackward(
      ...[s.batch, s.steps, s.units, +attrs.hard, z!, c!, dy, +attrs.sequences, packed, dh, dh + state],
      sidecar.gemmScratch(),
    );
  },
  recurrentGrad: (sidecar, s, [z, h], out) => recurrentGrad(sidecar, s, h!, z!, out, 0, s.gates),
};
