/** A figure and, if known, its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly ci95?: readonly [number, number] | undefined;
}
