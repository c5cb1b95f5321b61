import type { FeatureMatrix } from '@ser/dsp';

const MAGIC = [0x93, ...new TextEncoder().encode('NUMPY'), 1, 0];

/**
 * Returns a matrix as a NumPy file (format 1.0): little-endian single precision, frames × coefficients.
 *
 * Source: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function toNpy({ data, frames, coeffs }: FeatureMatrix): Uint8Array {
  const description = `{'descr': '<f4', 'fortran_order': False, 'shape': (${frames}, ${coeffs}), }`;
  // Magic, two bytes of length, description and line end fill a multiple of 64 bytes.
  const length = Math.ceil((MAGIC.length + 2 + description.length + 1) / 64) * 64;
  const bytes = new Uint8Array(length + 4 * data.length);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint16(MAGIC.length, length - MAGIC.length - 2, true);
  const text = `${description.padEnd(length - MAGIC.length - 3)}\n`;
  bytes.set(new TextEncoder().encode(text), MAGIC.length + 2);
  for (const [i, value] of data.entries()) view.setFloat32(length + 4 * i, value, true);
  return bytes;
}
