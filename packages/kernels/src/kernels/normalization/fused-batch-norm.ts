import { anyInput, type Kernel, sizeOf } from '../kernel.js';
import { MIN_COLUMNS } from './batch-norm.js';

const VECTORS = ['mean', 'variance', 'scale', 'offset'] as const;

/** Batch norm by running statistics, as in prediction. Stock: value by value. */
export const fusedBatchNorm: Kernel = {
  name: 'FusedBatchNorm',
  run(sidecar, inputs, attrs, stock) {
    const x = anyInput(inputs, 'x');
    const columns = x.shape.at(-1) ?? 0;
    const vectors = VECTORS.map((name) => inputs[name] ?? undefined);
    const fits = vectors.every(
      (vector) => !vector || (vector.dtype === 'float32' && `${vector.shape}` === `${columns}`),
    );
    if (!fits || x.dtype !== 'float32' || columns < MIN_COLUMNS || !inputs.mean || !inputs.variance) return stock();
    const y = sidecar.output(x.shape);
    const [mean, variance, gamma, beta] = vectors.map((vector) => (vector ? sidecar.pointer(vector) : 0));
    sidecar.routines.batchNormInference(
      ...[sidecar.pointer(x), sizeOf(x.shape) / columns, columns, mean!, variance!, gamma!, beta!],
      ...[attrs.varianceEpsilon as number, sidecar.pointer(y), sidecar.scratch('columns', 8 * columns)],
    );
    return y;
  },
};
