import { hzToMel } from '@ser/dsp';
import type { HeatMapAxis } from '@ser/report';

/** Frequencies that are labeled on a mel axis: octaves. */
const OCTAVES = [125, 250, 500, 1000, 2000, 4000, 8000, 16_000];

/** Least distance of two labels, as a share of the axis. */
const LEAST_GAP = 0.06;

/** Returns round numbers up to `max`, about five of them. */
function roundNumbers(max: number): number[] {
  const power = 10 ** Math.floor(Math.log10(max / 5));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= max / 5)!;
  return Array.from({ length: Math.floor(max / step + 1e-9) + 1 }, (_, i) => Number((i * step).toPrecision(12)));
}

/** The axis of frames: the center of frame `t` is at `start + t · hopSeconds`. */
export function timeAxis(frames: number, hopSeconds: number, start = 0): HeatMapAxis {
  const ticks = roundNumbers(start + frames * hopSeconds)
    .map((second) => ({ at: (second - start) / hopSeconds, label: String(second) }))
    .filter(({ at }) => at >= -0.5 && at <= frames - 0.5);
  return { title: 'time in s', ticks };
}

/** The axis of the bins of a spectrum, `step` Hz apart from 0 Hz on. */
export function linearAxis(bins: number, step: number): HeatMapAxis {
  const ticks = roundNumbers((bins - 0.5) * step).map((hz) => ({ at: hz / step, label: String(hz) }));
  return { title: 'frequency in Hz', ticks };
}

/** The axis of mel bands: band `m` is centered at `m + 1` of `nMels + 1` equal steps in mel from `fMin` to `fMax`. */
export function melAxis(nMels: number, fMin: number, fMax: number, htk = false): HeatMapAxis {
  const low = hzToMel(fMin, { htk });
  const step = (hzToMel(fMax, { htk }) - low) / (nMels + 1);
  const ticks: { at: number; label: string }[] = [];
  // From the top: low octaves are close together on a mel scale.
  for (const hz of [...OCTAVES].reverse()) {
    const at = (hzToMel(hz, { htk }) - low) / step - 1;
    const above = ticks.at(-1)?.at ?? Number.POSITIVE_INFINITY;
    // The ends of the scale lie half a band beyond the outer bands.
    if (at >= -1 && at <= nMels + 1e-6 && above - at > LEAST_GAP * nMels) ticks.push({ at, label: String(hz) });
  }
  return { title: 'frequency in Hz', ticks };
}
