import { createTransform, writePower, writeSpectrum } from './fft.js';

/**
 * Prepares the autocorrelation of up to `length` samples, computed as the transform of their power spectrum.
 *
 * @returns a function from the `length` samples from `x[at]` to their correlation at lags from 0 to below `lags`, at
 *   most `length`; it writes to the same array every time
 */
export function createAutocorrelation(length: number, lags: number): (x: Float64Array, at?: number) => Float64Array {
  const size = 2 ** Math.max(2, Math.ceil(Math.log2(2 * length)));
  const transform = createTransform(size);
  const { input } = transform;
  const power = new Float64Array(1 + size / 2);
  const result = new Float64Array(lags);
  const zeros = new Float64Array(lags);
  return (x, at = 0) => {
    input.fill(0);
    for (let i = 0; i < length; i++) input[i] = x[at + i]!;
    writePower(transform, power);
    mirror(power, input);
    writeSpectrum(transform, result, zeros);
    return result;
  };
}

/** Writes an even sequence of which one half and the middle are given, divided by its length. */
function mirror(values: Float64Array, out: Float64Array): void {
  const { length } = out;
  out[0] = values[0]! / length;
  for (let k = 1, j = length - 1; k <= j; k++, j--) out[k] = out[j] = values[k]! / length;
}
