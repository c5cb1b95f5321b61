import { util } from '@tensorflow/tfjs-core';
import { anyInput, type Kernel, sizeOf } from '../kernel.js';
import { spreadOf } from './multiply.js';

/**
 * Stock: transposes first, then sums four times slower. It does not write the mean of nothing, which is 0 in the cpu
 * backend.
 */
export const mean: Kernel = {
  name: 'Mean',
  run(sidecar, inputs, attrs, stock) {
    const x = anyInput(inputs, 'x');
    const axes = util.parseAxisParam(attrs.axis as number | number[], x.shape);
    const kept = x.shape.map((size, i) => (axes.includes(i) ? 1 : size));
    const spread = spreadOf(kept, x.shape);
    const shape = attrs.keepDims === true ? kept : x.shape.filter((_, i) => !axes.includes(i));
    if (sizeOf(x.shape) === 0) {
      const nothing = sidecar.output(shape);
      sidecar.zero(nothing);
      return nothing;
    }
    if (x.dtype !== 'float32' || spread === undefined || spread.inner < 4) return stock();
    const out = sidecar.output(shape);
    const { outer, middle, inner } = spread;
    sidecar.routines.meanOver(sidecar.pointer(x), outer, middle, inner, sidecar.pointer(out));
    return out;
  },
};
