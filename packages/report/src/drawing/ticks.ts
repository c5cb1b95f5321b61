/**
 * Returns round numbers from 0 to at least `max`, at steps of 1, 2, 2.5 or 5 times a power of ten.
 *
 * @param max a positive finite number.
 * @param count the approximate number of steps.
 */
export function ticksTo(max: number, count: number): number[] {
  const rough = max / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough * (1 - 1e-9))!;
  const steps = Math.ceil(max / step - 1e-9);
  return Array.from({ length: steps + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}

/** Returns about `count` whole numbers from 1 to `last`, both included, for an axis of epochs. */
export function epochTicks(last: number, count: number): number[] {
  if (last <= 1) return [1];
  const step = ticksTo(Math.max(last, count), count)[1]!;
  const whole = Math.max(1, Math.round(step));
  const inner = Array.from({ length: Math.floor(last / whole) }, (_, index) => (index + 1) * whole);
  return [1, ...inner.filter((tick) => tick > 1 + whole / 2 && tick < last - whole / 2), last];
}
