/** Coefficients of polynomials of degree 6 in red, green and blue that fit matplotlib's viridis (M. Zucker, CC0). */
const VIRIDIS: readonly (readonly [number, number, number])[] = [
  [0.2777273272234177, 0.005407344544966578, 0.3340998053353061],
  [0.1050930431085774, 1.404613529898575, 1.384590162594685],
  [-0.3308618287255563, 0.214847559468213, 0.09509516302823659],
  [-4.634230498983486, -5.799100973351585, -19.33244095627987],
  [6.228269936347081, 14.17993336680509, 56.69055260068105],
  [4.776384997670288, -13.74514537774601, -65.35303263337234],
  [-5.435455855934631, 4.645852612178535, 26.3124352495832],
];

/**
 * Returns a color of viridis as `#rrggbb`. The colors are perceptually uniform: equal steps of `value` look equal, also
 * in print without color and with common color vision deficiencies.
 *
 * @param value in [0, 1], from dark to light.
 */
export function viridis(value: number): string {
  const channels = [0, 1, 2].map((channel) =>
    VIRIDIS.reduceRight((sum, coefficients) => sum * value + coefficients[channel]!, 0),
  );
  return `#${channels
    .map((channel) =>
      Math.round(255 * Math.min(1, Math.max(0, channel)))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}
