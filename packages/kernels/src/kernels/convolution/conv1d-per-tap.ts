import { matrix, multiply, multiplyPacked, pack } from '../../module/gemm.js';
import type { Sidecar } from '../../module/sidecar.js';
import type { Conv1dShape } from './conv1d-gemm.js';

/** The output steps at which a tap sees more than padding, and how far before them the input lies. */
interface Reach {
  readonly tap: number;
  readonly first: number;
  readonly length: number;
  /** Input step minus output step. */
  readonly shift: number;
}

function reaches({ taps, dilation, left, steps, outSteps }: Conv1dShape): Reach[] {
  return Array.from({ length: taps }, (_, tap) => {
    const shift = tap * dilation - left;
    const first = Math.max(0, -shift);
    return { tap, first, length: Math.max(0, Math.min(outSteps, steps - shift) - first), shift };
  });
}

/** Share of products with padding above which leaving them out pays for smaller products. */
const PADDING = 0.25;

/**
 * Returns true for a convolution that is faster tap by tap without its padding: one at stride 1 whose dilation is so wide
 * that its taps see much padding, and of which one tap sees every step and never padding.
 */
export function suitsPerTap(shape: Conv1dShape): boolean {
  const { taps, stride, steps, outSteps } = shape;
  if (stride !== 1 || steps !== outSteps) return false;
  const found = reaches(shape);
  const products = found.reduce((sum, { length }) => sum + length, 0);
  return products <= (1 - PADDING) * taps * outSteps && found.some(({ length }) => length === outSteps);
}

/** Adds up taps, the one that sees every step first: rows of `from` times its matrix, onto rows of `to`. */
function addTaps(
  sidecar: Sidecar,
  { batch, steps, channels, filters }: Conv1dShape,
  found: readonly Reach[],
  { x, y, kernel, bias, turned }: { x: number; y: number; kernel: number; bias: number; turned: boolean },
): void {
  const [width, outWidth] = turned ? [filters, channels] : [channels, filters];
  const inOrder = [...found].filter(({ length }) => length > 0).sort((a, b) => b.length - a.length);
  for (const [i, { tap, first, length, shift }] of inOrder.entries()) {
    const packed = pack(sidecar, matrix(kernel + 4 * tap * channels * filters, channels, filters, turned));
    // Turned around, outputs are what is read and inputs what is written.
    const [from, to] = turned ? [first, first + shift] : [first + shift, first];
    for (let b = 0; b < batch; b++) {
      multiplyPacked(
        sidecar,
        {
          pointer: x + 4 * (b * steps + from) * width,
          rows: { size: length, stride: width },
          columns: { size: width, stride: 1 },
        },
        packed,
        outWidth,
        { pointer: y + 4 * (b * steps + to) * outWidth, accumulate: i > 0, bias },
      );
    }
  }
}

export function perTapForward(
  sidecar: Sidecar,
  shape: Conv1dShape,
  x: number,
  kernel: number,
  bias: number,
  y: number,
): void {
  addTaps(sidecar, shape, reaches(shape), { x, y, kernel, bias, turned: false });
}

export function perTapInputGrad(sidecar: Sidecar, shape: Conv1dShape, kernel: number, dy: number, out: number): void {
  addTaps(sidecar, shape, reaches(shape), { x: dy, y: out, kernel, bias: 0, turned: true });
}

export function perTapFilterGrad(sidecar: Sidecar, shape: Conv1dShape, x: number, dy: number, out: number): void {
  const { batch, steps, channels, filters } = shape;
  for (const { tap, first, length, shift } of reaches(shape)) {
    const pointer = out + 4 * tap * channels * filters;
    if (length === 0) {
      sidecar.zeroAt(pointer, 4 * channels * filters);
      continue;
    }
    const size = batch * length;
    multiply(
      sidecar,
      {
        pointer: x + 4 * (first + shift) * channels,
        rows: { size: channels, stride: 1 },
        columns: { size, run: length, jump: steps * channels, stride: channels },
      },
      {
        pointer: dy + 4 * first * filters,
        rows: { size, run: length, jump: steps * filters, stride: filters },
        columns: { size: filters, stride: 1 },
      },
      { pointer },
    );
  }
}
