/** Formats a fraction of 1 as a whole percentage, e.g. `72 %`. */
export const percent = (value: number): string => `${Math.round(value * 100)}\u202f%`;

/** Formats a fraction of 1 in percent with one decimal and no sign, e.g. `72.4`. */
export const points = (value: number): string => (value * 100).toFixed(1);

/** Formats an interval of two fractions of 1 in percent, e.g. `65.0 to 79.0`; empty without an interval. */
export const interval = (ci95: readonly [number, number] | undefined): string =>
  ci95 === undefined ? '' : `${points(ci95[0])} to ${points(ci95[1])}`;
