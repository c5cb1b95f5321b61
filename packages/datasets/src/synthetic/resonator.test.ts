import { expect, it } from 'vitest';
import { Resonator } from './resonator.js';

/** Gain at `frequency`, from the first 4000 samples of the impulse response. */
function gainAt(resonator: Resonator, frequency: number, sampleRate: number): number {
  let [real, imaginary] = [0, 0];
  for (let n = 0; n < 4000; n++) {
    const h = resonator.next(n === 0 ? 1 : 0);
    const angle = (2 * Math.PI * frequency * n) / sampleRate;
    real += h * Math.cos(angle);
    imaginary -= h * Math.sin(angle);
  }
  return Math.hypot(real, imaginary);
}

const tuned = (): Resonator => {
  const resonator = new Resonator();
  resonator.tune(1000, 100, 16_000);
  return resonator;
};

it('passes 0 Hz unchanged and has its peak and bandwidth where it is tuned', () => {
  expect(gainAt(tuned(), 0, 16_000)).toBeCloseTo(1, 6);
  const peak = gainAt(tuned(), 1000, 16_000);
  expect(peak).toBeGreaterThan(5);
  expect(gainAt(tuned(), 950, 16_000) / peak).toBeCloseTo(Math.SQRT1_2, 1);
  expect(gainAt(tuned(), 1050, 16_000) / peak).toBeCloseTo(Math.SQRT1_2, 1);
});
