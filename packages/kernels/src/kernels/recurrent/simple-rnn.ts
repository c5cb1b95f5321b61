import { matrix, pack } from '../../module/gemm.js';
import type { Recurrence } from './recurrence.js';
import { project, recurrentGrad } from './sequence.js';

/** Parts: dz, the hidden state. */
export const simpleRnn: Recurrence = {
  gatesPerUnit: 1,
  widths: [1, 1],
  hidden: 1,
  forward(sidecar, s, _attrs, [, h], given) {
    project(sidecar, s, given.x, given.kernel, given.bias, h!);
    const packed = pack(sidecar, matrix(given.recurrent, s.units, s.units, false));
    sidecar.routines.simpleRnnForward(s.batch, s.steps, s.units, h!, packed, sidecar.gemmScratch());
  },
  backward(sidecar, s, attrs, [z, h], dy, recurrent) {
    const packed = pack(sidecar, matrix(recurrent, s.units, s.units, true));
    const dh = sidecar.scratch('state', 4 * s.batch * s.units);
    sidecar.routines.simpleRnnBackward(
      ...[s.batch, s.steps, s.units, h!, dy, +attrs.sequences, z!, packed, dh, sidecar.gemmScratch()],
    );
  },
  recurrentGrad: (sidecar, s, [z, h], out) => recurrentGrad(sidecar, s, h!, z!, out, 0, s.gates),
};
