import { util } from '@tensorflow/tfjs-core';
import { anyInput, type Kernel, sizeOf } from '../kernel.js';

/** Stock: missing. The gradient of gather, and so of embeddings. */
export const unsortedSegmentSum: Kernel = {
  name: 'UnsortedSegmentSum',
  run(sidecar, inputs, attrs) {
    const x = anyInput(inputs, 'x');
    const ids = anyInput(inputs, 'segmentIds');
    if (x.dtype !== 'float32' && x.dtype !== 'int32') throw new Error(`UnsortedSegmentSum of ${x.dtype}`);
    const segments = attrs.numSegments as number;
    util.assert(util.isInt(segments) && segments >= 0, () => `UnsortedSegmentSum of ${segments} segments`);
    util.assert(
      ids.dtype === 'int32' && util.arraysEqual(ids.shape, x.shape.slice(0, ids.shape.length)),
      () =>
        `UnsortedSegmentSum needs int32 ids for the first dimensions of [${x.shape}], got ${ids.dtype} [${ids.shape}]`,
    );
    const rest = x.shape.slice(ids.shape.length);
    const out = sidecar.output([segments, ...rest], x.dtype);
    sidecar.routines.segmentSum(
      ...[
        sidecar.pointer(x),
        sidecar.pointer(ids),
        sizeOf(ids.shape),
        sizeOf(rest),
        segments,
        +(x.dtype === 'int32'),
        sidecar.pointer(out),
      ],
    );
    return out;
  },
};
