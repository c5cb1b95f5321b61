import { type Kernel, required, sizeOf } from './kernel.js';

/** Stock: missing. The gradient of gather, and so of embeddings. */
export const unsortedSegmentSum: Kernel = {
  name: 'UnsortedSegmentSum',
  run(sidecar, inputs, attrs) {
    const x = required(inputs, 'x');
    const ids = required(inputs, 'segmentIds');
    if (x.dtype !== 'float32' && x.dtype !== 'int32') throw new Error(`UnsortedSegmentSum of ${x.dtype}`);
    const segments = attrs.numSegments as number;
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
