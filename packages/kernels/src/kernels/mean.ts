import { util } from '@tensorflow/tfjs-core';
import { type Kernel, required } from './kernel.js';
import { spreadOf } from './multiply.js';

/** Stock: transposes first, then sums four times slower. */
export const mean: Kernel = {
  name: 'Mean',
  run(sidecar, inputs, attrs, stock) {
    const x = required(inputs, 'x');
    const axes = util.parseAxisParam(attrs.axis as number | number[], x.shape);
    const kept = x.shape.map((size, i) => (axes.includes(i) ? 1 : size));
    const spread = spreadOf(kept, x.shape);
    if (x.dtype !== 'float32' || spread === undefined || spread.inner < 4) return stock();
    const out = sidecar.output(attrs.keepDims === true ? kept : x.shape.filter((_, i) => !axes.includes(i)));
    const { outer, middle, inner } = spread;
    sidecar.routines.meanOver(sidecar.pointer(x), outer, middle, inner, sidecar.pointer(out));
    return out;
  },
};
