/**
 * A figure with its interval: the shape of all figures in the API.
 *
 * @example
 * const uar: Estimate = { value: 0.71, ci95: [0.65, 0.76] };
 */
export interface Estimate {
  /** The figure, in its own unit; shares are fractions of 1. */
  readonly value: number;
  /** Lower and upper end of the 95 % confidence interval; absent if none can be stated, as from a single speaker. */
  readonly ci95?: readonly [low: number, high: number] | undefined;
}
