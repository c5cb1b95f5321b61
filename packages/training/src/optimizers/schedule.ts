import { invalidArgument } from '@ser/core';

/** How the learning rate changes over a run, as plain JSON. All shares are fractions of 1. */
export type Schedule =
  /** The same rate throughout, after a linear rise over the first `warmUp` share of the steps (default 0). */
  | { readonly kind: 'constant'; readonly warmUp?: number }
  /** Linear rise over the first `warmUp` share of the steps (default 0.05), then a half cosine down to `final` of the peak (default 0.01). */
  | { readonly kind: 'cosine'; readonly warmUp?: number; readonly final?: number }
  /**
   * One-cycle (Smith and Topin, 2017): a half cosine from `start` of the peak (default 0.04) up to it at the share
   * `peakAt` of the steps (default 0.3), then a half cosine down to `final` of the peak (default 0.0001).
   */
  | { readonly kind: 'one-cycle'; readonly peakAt?: number; readonly start?: number; readonly final?: number };

const halfCosine = (from: number, to: number, share: number): number =>
  to + ((from - to) * (1 + Math.cos(Math.PI * share))) / 2;

const share = (name: string, value: number): number => {
  if (!(value >= 0 && value <= 1)) throw invalidArgument(name, value, 'a share between 0 and 1');
  return value;
};

/**
 * Learning rate of one step.
 *
 * @param peak the highest rate of the schedule.
 * @param step 0-based number of the step.
 * @param steps number of steps of the whole run.
 */
export function learningRate(schedule: Schedule, peak: number, step: number, steps: number): number {
  const last = Math.max(steps - 1, 1);
  switch (schedule.kind) {
    case 'constant':
    case 'cosine': {
      const warmUp = schedule.warmUp ?? (schedule.kind === 'cosine' ? 0.05 : 0);
      const rise = Math.floor(share('schedule.warmUp', warmUp) * steps);
      if (step < rise) return (peak * (step + 1)) / (rise + 1);
      if (schedule.kind === 'constant') return peak;
      const final = share('schedule.final', schedule.final ?? 0.01);
      return peak * halfCosine(1, final, (step - rise) / Math.max(last - rise, 1));
    }
    case 'one-cycle': {
      const top = share('schedule.peakAt', schedule.peakAt ?? 0.3) * last;
      const start = share('schedule.start', schedule.start ?? 0.04);
      const final = share('schedule.final', schedule.final ?? 0.0001);
      if (step < top) return peak * halfCosine(start, 1, step / top);
      return peak * halfCosine(1, final, (step - top) / Math.max(last - top, 1));
    }
    default:
      throw invalidArgument(
        'schedule.kind',
        (schedule as { kind: unknown }).kind,
        "'constant', 'cosine' or 'one-cycle'",
      );
  }
}
