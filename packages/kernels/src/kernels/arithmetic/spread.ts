import { invalidArgument } from '@ser/core';
import { engine, type GradConfig, type Tensor, util } from '@tensorflow/tfjs-core';
import { hasKernel, type Kernel, required, sizeOf } from '../kernel.js';
import { type Spread, spreadOf } from './multiply.js';

const SPREAD = 'SerSpread';

/** out[o, m, i] = x[o, i]·scale. */
export const spreadKernel: Kernel = {
  name: SPREAD,
  run(sidecar, inputs, attrs) {
    const { outer, middle, inner } = attrs as Spread;
    const x = required(inputs, 'x');
    const shape = attrs.shape as number[];
    if (sizeOf(x.shape) !== outer * inner || sizeOf(shape) !== outer * middle * inner)
      throw invalidArgument('shape', shape, `${outer} · ${middle} · ${inner} values from ${outer} · ${inner}`);
    const out = sidecar.output(shape);
    sidecar.routines.spread(...[sidecar.pointer(x), outer, middle, inner, attrs.scale as number, sidecar.pointer(out)]);
    return out;
  },
};

/** The gradient of a mean: dy / n along the axes. Stock multiplies with ones that it first writes out. */
export function meanGradient(stock: GradConfig): GradConfig {
  return {
    ...stock,
    gradFunc(dys, saved, attrs) {
      const [x] = saved as [Tensor];
      const dy = dys as Tensor;
      const axes = util.parseAxisParam(attrs.axis as number | number[], x.shape);
      const kept = x.shape.map((size, i) => (axes.includes(i) ? 1 : size));
      const spread = spreadOf(kept, x.shape);
      if (spread === undefined || !hasKernel(SPREAD)) return stock.gradFunc(dys, saved, attrs);
      const attributes = { ...spread, shape: x.shape, scale: 1 / spread.middle };
      return { x: () => engine().runKernel(SPREAD, { x: dy }, attributes) as Tensor };
    },
  };
}
