import { fileURLToPath } from 'node:url';
import { below } from './harness/goals.mjs';
import { LineProcess } from './harness/line-process.mjs';
import { median } from './harness/statistics.mjs';

const CHILD = fileURLToPath(new URL('engines/ser-scale.mjs', import.meta.url));

const CURVES = {
  predict: { title: 'prediction', unit: 's of sound', sizes: [0.5, 1, 3, 10, 30, 60, 600, 3600], runs: 3 },
  duplicates: {
    title: 'near-duplicate search',
    unit: 'clips',
    sizes: [500, 1000, 2000, 5000, 10_000, 20_000],
    runs: 3,
  },
  study: {
    title: 'study of one fold, without the sound',
    unit: 'clips',
    sizes: [500, 1000, 2000, 5000, 10_000, 20_000],
    runs: 2,
  },
};

/** Largest growth over n log n between the last two sizes; caches that overflow cost a constant factor. */
const GROWTH = 1.5;
const HOUR_MIB = 300;

/** How time and memory grow with the length of a recording and the number of clips; each run in a new process. */
export async function run({ quick, only, log }) {
  const rows = [];
  const goals = [];
  for (const [measure, { title, unit, sizes, runs }] of Object.entries(CURVES)) {
    if (only !== undefined && !measure.includes(only)) continue;
    const curve = [];
    for (const size of quick ? sizes.slice(0, 3) : sizes) {
      const work = `${title}: ${size} ${unit}`;
      log(work);
      const all = [];
      for (let i = 0; i < (quick ? 1 : runs); i++) all.push(await once(measure, size));
      const medianMs = Number(median(all.map(({ ms }) => ms)).toPrecision(4));
      const peakMiB = Math.max(...all.map((one) => one.peakMiB));
      curve.push({ size, medianMs, peakMiB });
      rows.push({ work, engine: 'ser', threads: 1, medianMs, runs: all.length, peakMiB });
    }
    goals.push(...growthGoals(title, unit, curve));
    const hour = curve.find(({ size }) => measure === 'predict' && size === 3600);
    if (hour) goals.push(below('most memory for an hour of sound, in MiB', hour.peakMiB, HOUR_MIB));
  }
  return { rows, goals, notes: ['each size runs in its own process; peakMiB is the most memory that it held'] };
}

async function once(measure, size) {
  const child = new LineProcess(process.execPath, [CHILD]);
  try {
    return await child.ask({ measure, size }, { limitMs: 590_000 });
  } finally {
    child.close();
  }
}

/** The growth between the last two sizes, as a multiple of what n log n would cost. */
function growthGoals(title, unit, curve) {
  if (curve.length < 2) return [];
  const [before, last] = curve.slice(-2);
  const cost = ({ size }) => size * Math.log2(size + 1);
  const growth = last.medianMs / before.medianMs / (cost(last) / cost(before));
  return [below(`${title}, ${before.size} → ${last.size} ${unit}: growth ÷ that of n log n`, growth, GROWTH)];
}
