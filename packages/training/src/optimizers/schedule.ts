import { below, checkFields } from '@ser/core/schema';
import { type Schedule, scheduleSchema } from '../recipe/training-schema.js';

const halfCosine = (from: number, to: number, share: number): number =>
  to + ((from - to) * (1 + Math.cos(Math.PI * share))) / 2;

/**
 * Returns the learning rate of one step.
 *
 * @param peak the highest rate of the schedule.
 * @param step 0-based number of the step.
 * @param steps number of steps of the whole run.
 * @throws SerError `INVALID_ARGUMENT` that names the field of the schedule that is out of range.
 * @example
 * learningRate({ kind: 'cosine', warmUp: 0, final: 0 }, 1e-3, 0, 100); // 0.001
 */
export function learningRate(schedule: Schedule, peak: number, step: number, steps: number): number {
  const last = Math.max(steps - 1, 1);
  const complete = below('schedule.', () => checkFields(scheduleSchema, schedule));
  if (complete.kind === 'one-cycle') {
    const { peakAt, start, final } = complete;
    const top = peakAt * last;
    if (step < top) return peak * halfCosine(start, 1, step / top);
    return peak * halfCosine(1, final, (step - top) / Math.max(last - top, 1));
  }
  const rise = Math.floor(complete.warmUp * steps);
  if (step < rise) return (peak * (step + 1)) / (rise + 1);
  if (complete.kind === 'constant') return peak;
  return peak * halfCosine(1, complete.final, (step - rise) / Math.max(last - rise, 1));
}
