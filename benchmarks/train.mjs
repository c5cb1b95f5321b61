import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { contest } from './harness/contest.mjs';
import { atMost, findRow } from './harness/goals.mjs';
import { LineProcess, threadEnvironment } from './harness/line-process.mjs';
import { BATCH, COEFFS, EPOCH_STEPS, FRAMES, NETWORKS } from './models/shapes.mjs';

const CORES = os.availableParallelism();
const GOALS = { cnn: 2.5, rnn: 1.3, lstm: 1.5, bilstm: 1.5, dilated: 2.0, resnet: 1.5 };
const BUILD_LIMIT_MS = 90_000;

/** V8 compiles the JavaScript of a step while the first ones run; an epoch has 45, a training thousands. */
const WARM_UPS = 10;

/**
 * Steps timed at once. In a training a step follows another; alone, after another engine's turn, it would mostly measure
 * how a process finds its memory in no cache any more.
 */
const STEPS_TIMED = 6;

/** Stock tfjs takes up to a minute a step: without --slow, a step that takes longer than this is given up. */
const STOCK_LIMIT_MS = 5000;
const SLOW_LIMIT_MS = 300_000;

/** Node 20 has relaxed SIMD (fused multiply-add) only behind this flag; later ones have it, and would measure it twice. */
const RELAXED_SIMD = '--experimental-wasm-relaxed-simd';
const needsFlag = Number.parseInt(process.versions.node, 10) < 22;

const script = (file) => fileURLToPath(new URL(file, import.meta.url));
const node =
  (file, args, flags = []) =>
  () =>
    new LineProcess(process.execPath, [...flags, script(file), ...args]);
const python = (threads) => () => {
  const command = process.env.SER_BENCH_PYTHON;
  if (!command) throw new Error('SER_BENCH_PYTHON names no Python');
  return new LineProcess(command, [script('python/train.py'), String(threads)], { env: threadEnvironment(threads) });
};

const OURS = '@ser/kernels';
const PARALLEL = '@ser/training, data-parallel';
const ours = (suffix, flags) => [
  {
    engine: `${OURS}${suffix}`,
    threads: 1,
    ours: true,
    open: node('engines/tfjs-training.mjs', ['ser'], flags),
  },
  {
    engine: `${PARALLEL}${suffix}`,
    threads: CORES,
    ours: true,
    fit: true,
    open: node('engines/ser-fit.mjs', [String(CORES)], flags),
  },
];
const ENGINES = [
  ...ours(''),
  ...(needsFlag ? ours(', relaxed SIMD', [RELAXED_SIMD]) : []),
  { engine: 'PyTorch', threads: 1, open: python(1) },
  { engine: 'PyTorch', threads: CORES, open: python(CORES) },
  {
    engine: 'tfjs wasm, cpu for what it lacks',
    threads: 1,
    stock: true,
    flaws: { cnn: 'its MaxPoolGrad drops windows without a positive value' },
    open: node('engines/tfjs-training.mjs', ['stock-wasm']),
  },
  { engine: 'tfjs cpu', threads: 1, stock: true, open: node('engines/tfjs-training.mjs', ['stock-cpu']) },
];

/** Training: for each network one step (forward, backward, Adam) and one epoch, each engine in a process of its own. */
export async function run({ slow, quick, only, log }) {
  const pace = quick ? { rounds: 3, budgetMs: 3000, epochMs: 0 } : { rounds: 15, budgetMs: 6000, epochMs: 6000 };
  const rows = [];
  const versions = {};
  for (const [network, title] of Object.entries(NETWORKS)) {
    if (only !== undefined && !network.includes(only)) continue;
    log(title);
    const children = await Promise.all(ENGINES.map((engine) => open(engine, network, versions)));
    try {
      const steps = await measureSteps(title, children, pace, slow);
      rows.push(...steps, ...(await measureEpoch(title, children, steps, pace)));
    } finally {
      for (const { child } of children) child?.close();
    }
  }
  const notes = [
    `batch ${BATCH} × ${FRAMES} frames × ${COEFFS} coefficients, of the residual network 160 × 64; a step is forward, backward and Adam`,
  ];
  if (!slow) notes.push('stock tfjs rows that were stopped need up to a minute a step: --slow measures them');
  return { rows, goals: goalsOf(rows, only), notes, versions };
}

/** Starts one engine with one network; a failure becomes the reason for an empty row. */
async function open(engine, network, versions) {
  let child;
  try {
    child = engine.open();
    const { params, torch } = await child.ask({ build: network }, { limitMs: BUILD_LIMIT_MS });
    const flaw = engine.flaws?.[network];
    if (torch === undefined) return { ...engine, child, params, flaw };
    versions.torch = torch;
    return { ...engine, engine: `${engine.engine} ${torch}`, child, params, flaw };
  } catch (error) {
    child?.close();
    return { ...engine, failure: error.message };
  }
}

async function measureSteps(title, children, pace, slow) {
  const work = `${title}: step`;
  const peaks = new Map();
  const contenders = children.map(({ engine, threads, ours, stock, fit, child, failure, params, flaw }) => ({
    engine,
    threads,
    ours,
    note: [`${params} parameters`, ...(flaw === undefined ? [] : [`wrong: ${flaw}`])].join('; '),
    unmeasured: failure,
    // A fit warms itself up and times several steps at once.
    warmUps: stock || fit ? 0 : Math.ceil(WARM_UPS / STEPS_TIMED),
    maxRuns: stock ? (slow ? 1 : 5) : fit ? 3 : undefined,
    async run() {
      const limitMs = stock && !slow ? STOCK_LIMIT_MS : SLOW_LIMIT_MS;
      const count = stock || fit ? 1 : STEPS_TIMED;
      const { ms, peakMiB } = await child.ask({ steps: count }, { limitMs });
      peaks.set(child, peakMiB);
      return ms / count;
    },
  }));
  const rows = await contest(work, contenders, pace);
  rows.forEach((row, i) => {
    const peak = peaks.get(children[i].child);
    if (peak === undefined || row.medianMs === null) return;
    row.peakMiB = peak;
    row.note = `${row.note}; peak ${peak} MiB`;
  });
  return rows;
}

/** An epoch is measured where it fits the budget, and is 45 median steps where it does not. */
async function measureEpoch(title, children, steps, { epochMs }) {
  const work = `${title}: epoch of ${EPOCH_STEPS} steps`;
  const rows = [];
  for (const [i, { engine, threads, ours, child }] of children.entries()) {
    const step = steps[i];
    const contender = { engine, threads, ours, warmUps: 0 };
    if (step.medianMs === null) {
      rows.push(...(await contest(work, [{ ...contender, unmeasured: 'see its step' }], { rounds: 0, budgetMs: 0 })));
    } else if (step.medianMs * EPOCH_STEPS > epochMs) {
      const medianMs = Number((step.medianMs * EPOCH_STEPS).toPrecision(5));
      const note = `${EPOCH_STEPS} × the median step`;
      rows.push({ work, engine, threads, medianMs, runs: 0, ours, note });
    } else {
      const run = async () => (await child.ask({ steps: EPOCH_STEPS }, { limitMs: SLOW_LIMIT_MS })).ms;
      rows.push(...(await contest(work, [{ ...contender, run }], { rounds: 1, budgetMs: epochMs })));
    }
  }
  return rows;
}

function goalsOf(rows, only) {
  return Object.entries(NETWORKS)
    .filter(([network]) => only === undefined || network.includes(only))
    .flatMap(([network, title]) => {
      const row = (engine, threads) => findRow(rows, `${title}: step`, engine, threads);
      const parallel = [
        atMost(`${title}: ours ÷ PyTorch, ${CORES} threads`, row(PARALLEL, CORES), row('PyTorch', CORES), 1),
      ];
      return [
        atMost(`${title}: ours ÷ PyTorch, 1 thread`, row(OURS, 1), row('PyTorch', 1), GOALS[network]),
        ...(CORES > 1 ? parallel : []),
      ];
    });
}
