/** A fraction of 1 as whole per cent, `72 %`. */
export const percent = (value: number): string => `${Math.round(value * 100)}\u202f%`;

/** A fraction of 1 in per cent with one decimal, `72.4`. */
export const points = (value: number): string => (value * 100).toFixed(1);
