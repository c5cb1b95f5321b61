import { multiply } from '../../module/gemm.js';
import type { Sidecar } from '../../module/sidecar.js';

/** A convolution over time: x[batch, steps, channels], kernel[taps, channels, filters], y[batch, outSteps, filters]. */
export interface Conv1dShape {
  readonly batch: number;
  readonly steps: number;
  readonly channels: number;
  readonly filters: number;
  readonly taps: number;
  readonly stride: number;
  readonly dilation: number;
  /** Steps of zeros before and after. */
  readonly left: number;
  readonly right: number;
  readonly outSteps: number;
}

/** x with its zeros around it (x itself where there are none), and its steps. */
function padded(sidecar: Sidecar, shape: Conv1dShape, x: number): { pointer: number; width: number } {
  const { batch, steps, channels, left, right } = shape;
  if (left === 0 && right === 0) return { pointer: x, width: steps };
  const width = left + steps + right;
  const pointer = sidecar.scratch('padded', batch * width * channels * 4);
  sidecar.routines.padTime(x, batch, steps, channels, left, right, pointer);
  return { pointer, width };
}

/** One product over windows read in place: y = windows(x)·kernel + bias. */
export function conv1dForward(
  sidecar: Sidecar,
  shape: Conv1dShape,
  x: number,
  kernel: number,
  bias: number,
  y: number,
): void {
  const { batch, channels, filters, taps, stride, dilation, outSteps } = shape;
  const { pointer, width } = padded(sidecar, shape, x);
  multiply(
    sidecar,
    {
      pointer,
      rows: { size: batch * outSteps, run: outSteps, jump: width * channels, stride: stride * channels },
      columns: { size: taps * channels, run: channels, jump: dilation * channels, stride: 1 },
    },
    { pointer: kernel, rows: { size: taps * channels, stride: filters }, columns: { size: filters, stride: 1 } },
    { pointer: y, bias },
  );
}

/** dKernel = windows(x)ᵀ·dy, one product over all steps of all examples. */
export function conv1dFilterGrad(sidecar: Sidecar, shape: Conv1dShape, x: number, dy: number, out: number): void {
  const { batch, channels, filters, taps, stride, dilation, outSteps } = shape;
  const { pointer, width } = padded(sidecar, shape, x);
  multiply(
    sidecar,
    {
      pointer,
      rows: { size: taps * channels, run: channels, jump: dilation * channels, stride: 1 },
      columns: { size: batch * outSteps, run: outSteps, jump: width * channels, stride: stride * channels },
    },
    { pointer: dy, rows: { size: batch * outSteps, stride: filters }, columns: { size: filters, stride: 1 } },
    { pointer: out },
  );
}

/** dx. At stride 1 a convolution of the padded dy with the flipped kernel; else tap by tap onto strided rows. */
export function conv1dInputGrad(sidecar: Sidecar, shape: Conv1dShape, kernel: number, dy: number, out: number): void {
  if (shape.stride === 1) flippedConvolution(sidecar, shape, kernel, dy, out);
  else tapByTap(sidecar, shape, kernel, dy, out);
}

function flippedConvolution(sidecar: Sidecar, shape: Conv1dShape, kernel: number, dy: number, out: number): void {
  const { batch, steps, channels, filters, taps, dilation, left, outSteps } = shape;
  const reach = (taps - 1) * dilation;
  // Output steps that see only padding on the left are cut away, the rest is padded so that every input step has its taps.
  const before = reach - left;
  const after = steps - 1 + left - (outSteps - 1);
  const source: Conv1dShape = {
    ...shape,
    steps: outSteps,
    channels: filters,
    left: Math.max(0, before),
    right: Math.max(0, after),
  };
  const grown = padded(sidecar, source, dy);
  multiply(
    sidecar,
    {
      pointer: grown.pointer + 4 * Math.max(0, -before) * filters,
      rows: { size: batch * steps, run: steps, jump: grown.width * filters, stride: filters },
      columns: { size: taps * filters, run: filters, jump: dilation * filters, stride: 1 },
    },
    {
      pointer: kernel + 4 * (taps - 1) * channels * filters,
      rows: { size: taps * filters, run: filters, jump: -channels * filters, stride: 1 },
      columns: { size: channels, stride: filters },
    },
    { pointer: out },
  );
}

function tapByTap(sidecar: Sidecar, shape: Conv1dShape, kernel: number, dy: number, out: number): void {
  const { batch, steps, channels, filters, taps, stride, dilation, left, right, outSteps } = shape;
  const width = left + steps + right;
  const image = sidecar.scratch('padded', batch * width * channels * 4);
  const rows = sidecar.scratch('rows', outSteps * taps * channels * 4);
  sidecar.zeroAt(image, batch * width * channels * 4);
  const geometry = [1, taps, 1, stride, 1, dilation, 0, 0, 1, outSteps];
  for (let b = 0; b < batch; b++) {
    multiply(
      sidecar,
      {
        pointer: dy + 4 * b * outSteps * filters,
        rows: { size: outSteps, stride: filters },
        columns: { size: filters, stride: 1 },
      },
      { pointer: kernel, rows: { size: filters, stride: 1 }, columns: { size: taps * channels, stride: filters } },
      { pointer: rows },
    );
    sidecar.routines.addWindows(rows, 1, width, channels, ...geometry, image + 4 * b * width * channels);
  }
  sidecar.routines.cropTime(image, batch, width, channels, left, steps, out);
}
