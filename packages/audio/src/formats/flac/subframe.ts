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
      bits.riceRun(parameter, out, i, end);
    }
    i = end;
  }
}

/** Predictors of up to this order have a loop of their own: the most that encoders use, and that players must know. */
const SHORT_ORDER = 12;

/** Adds to each residual the prediction from the samples before it. */
function restore(out: Float64Array, coefficients: readonly number[], shift: number, width: number): void {
  if (coefficients.length === 0) return;
  const weight = coefficients.reduce((sum, coefficient) => sum + Math.abs(coefficient), 1);
  if (coefficients.length <= SHORT_ORDER && weight * 2 ** (width - 1) < 2 ** 31) restoreShort(out, coefficients, shift);
  else restoreLong(out, coefficients, shift);
}

/** In doubles, which hold all sums exactly (below 2^53). */
function restoreLong(out: Float64Array, coefficients: readonly number[], shift: number): void {
  const order = coefficients.length;
  const scale = 2 ** -shift;
  for (let i = order; i < out.length; i++) {
    let sum = 0;
    for (let j = 0; j < order; j++) sum += coefficients[j]! * out[i - 1 - j]!;
    out[i] = out[i]! + Math.floor(sum * scale);
  }
}

/** In 32-bit integers, with the samples before in local variables: twice as fast, for sums below 2^31. */
function restoreShort(out: Float64Array, coefficients: readonly number[], shift: number): void {
  const order = coefficients.length;
  // Typed arrays, so that the variables below are known to be integers.
  const c = new Int32Array(SHORT_ORDER);
  const s = new Int32Array(SHORT_ORDER);
  c.set(coefficients);
  s.set(out.slice(0, order).reverse());
  const [c1 = 0, c2 = 0, c3 = 0, c4 = 0, c5 = 0, c6 = 0, c7 = 0, c8 = 0, c9 = 0, c10 = 0, c11 = 0, c12 = 0] = c;
  let [s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0, s8 = 0, s9 = 0, s10 = 0, s11 = 0, s12 = 0] = s;
  for (let i = order; i < out.length; i++) {
    const residual = out[i]! | 0;
    const older = (Math.imul(c2, s2) + Math.imul(c3, s3) + Math.imul(c4, s4) + Math.imul(c5, s5)) | 0;
    const old = (Math.imul(c6, s6) + Math.imul(c7, s7) + Math.imul(c8, s8) + Math.imul(c9, s9)) | 0;
    const oldest = (Math.imul(c10, s10) + Math.imul(c11, s11) + Math.imul(c12, s12)) | 0;
    // The newest last: the others do not have to wait for it.
    const sum = (older + old + oldest + Math.imul(c1, s1)) | 0;
    s12 = s11;
    s11 = s10;
    s10 = s9;
    s9 = s8;
    s8 = s7;
    s7 = s6;
    s6 = s5;
    s5 = s4;
    s4 = s3;
    s3 = s2;
    s2 = s1;
    s1 = (residual + (sum >> shift)) | 0;
    out[i] = s1;
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
  restore(out, coefficients, shift, width);
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
    restore(out, FIXED_COEFFICIENTS[order]!, 0, stored);
  } else if (type >= 32) {
    const order = type - 31;
    if (order > out.length) throw new BadFrame(`order ${order} in a block of ${out.length}`);
    readLinearPrediction(bits, order, stored, out);
  } else throw new BadFrame(`reserved subframe type ${type}`);
  if (wasted > 0) for (let i = 0; i < out.length; i++) out[i] = out[i]! * 2 ** wasted;
}
