import { createFft } from '@ser/dsp';

/** Power of a signal between two frequencies in Hz, in units of its own. */
export function bandPower(samples: Float32Array, rate: number, low: number, high: number): number {
  let size = 1;
  while (size < samples.length) size *= 2;
  const fft = createFft(size);
  fft.input.set(samples);
  const power = new Float64Array(fft.bins);
  fft.power(power);
  let sum = 0;
  for (let k = Math.ceil((low * size) / rate); k < (high * size) / rate; k++) sum += power[k]!;
  return sum;
}
