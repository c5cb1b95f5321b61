import type { BitReader } from './bit-reader.js';

/** Says what a frame holds that the format does not allow. */
export class BadFrame extends Error {}

const FIXED_COEFFICIENTS: readonly (readonly number[])[] = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]];

/** The residual of a predicted subframe, written to `out[order …]`. */
function readResidual(bits: BitReader, order: number, out: Float64Array): void {
  const method = bits.unsigned(2);
  if (method > 1) throw new BadFrame('reserved residual coding');
  const parameterBits = method === 0 ? 4 : 5;
  const escaped = method === 0 ? 15 : 31;
  const partitionOrder = bits.unsigned(4);
  const partition = out.length >> partitionOrder;
  if (partition << partitionOrder !== out.length || partition < order)
    throw new BadFrame(`${2 ** partitionOrder} partitions in a block of ${out.length}`);
  for (let i = order, end = partition; end <= out.length; end += partition) {
    const parameter = bits.unsigned(parameterBits);
    if (parameter === escaped) {
      const width = bits.unsigned(5);
      if (width === 0) out.fill(0, i, end);
      else for (let k = i; k < end; k++) out[k] = bits.signed(width);
    } else {
      for (let k = i; k < end; k++) out[k] = bits.rice(parameter);
    }
    i = end;
  }
}

/** Adds to each residual the prediction from the samples before it. Doubles hold all sums exactly (below 2^53). */
function restore(out: Float64Array, coefficients: readonly number[], shift: number): void {
  const order = coefficients.length;
  const scale = 2 ** -shift;
  for (let i = order; i < out.length; i++) {
    let sum = 0;
    for (let j = 0; j < order; j++) sum += coefficients[j]! * out[i - 1 - j]!;
    out[i] = out[i]! + Math.floor(sum * scale);
  }
}

function readLinearPrediction(bits: BitReader, order: number, width: number, out: Float64Array): void {
  for (let i = 0; i < order; i++) out[i] = bits.signed(width);
  const precision = bits.unsigned(4) + 1;
  if (precision === 16) throw new BadFrame('reserved coefficient precision');
  const shift = bits.signed(5);
  if (shift < 0) throw new BadFrame('negative prediction shift');
  const coefficients = Array.from({ length: order }, () => bits.signed(precision));
  readResidual(bits, order, out);
  restore(out, coefficients, shift);
}

/**
 * Decodes one channel of a frame (RFC 9639, section 9.2) into `out`, whose length is the block size.
 *
 * @param width bits per sample of this channel; a side channel has one more than the stream.
 */
export function readSubframe(bits: BitReader, width: number, out: Float64Array): void {
  if (bits.unsigned(1) !== 0) throw new BadFrame('subframe padding');
  const type = bits.unsigned(6);
  const wasted = bits.unsigned(1) ? bits.unary() + 1 : 0;
  const stored = width - wasted;
  if (stored < 1) throw new BadFrame(`${wasted} wasted bits of ${width}`);
  if (type === 0) {
    out.fill(bits.signed(stored));
  } else if (type === 1) {
    for (let i = 0; i < out.length; i++) out[i] = bits.signed(stored);
  } else if (type >= 8 && type <= 12) {
    const order = type - 8;
    if (order > out.length) throw new BadFrame(`order ${order} in a block of ${out.length}`);
    for (let i = 0; i < order; i++) out[i] = bits.signed(stored);
    readResidual(bits, order, out);
    restore(out, FIXED_COEFFICIENTS[order]!, 0);
  } else if (type >= 32) {
    const order = type - 31;
    if (order > out.length) throw new BadFrame(`order ${order} in a block of ${out.length}`);
    readLinearPrediction(bits, order, stored, out);
  } else throw new BadFrame(`reserved subframe type ${type}`);
  if (wasted > 0) for (let i = 0; i < out.length; i++) out[i] = out[i]! * 2 ** wasted;
}
