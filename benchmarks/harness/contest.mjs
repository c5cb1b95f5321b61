import { median, spread } from './statistics.mjs';

/**
 * Something measured in one row.
 * @typedef {object} Contender
 * @property {string} engine     name printed in the table
 * @property {number} threads    threads it may use
 * @property {() => Promise<number>} [run]  one measured run; resolves to milliseconds
 * @property {number} [warmUps]  unmeasured runs before the first measured one (default 1)
 * @property {number} [maxRuns]  most measured runs, where fewer than `rounds`
 * @property {number} [scale]    what a run is multiplied by to give the row's work (default 1)
 * @property {boolean} [ours]    the row that others are compared with
 * @property {string} [note]     said beside the row
 * @property {string} [unmeasured]  why this row stays empty; then `run` is not called
 */

/**
 * Measures contenders side by side: A B C A B C …, so that a drift of the machine hits all alike.
 * Each contender gets up to `rounds` runs; one that has used its `budgetMs` sits out the rounds that follow.
 * A contender that throws loses its row, not the benchmark.
 * @param {string} work
 * @param {readonly Contender[]} contenders
 * @param {{ rounds: number, budgetMs: number }} options
 * @returns {Promise<{ work: string, engine: string, threads: number, medianMs: number | null, runs: number }[]>}
 */
export async function contest(work, contenders, { rounds, budgetMs }) {
  const entries = contenders.map((contender) => ({
    contender,
    times: [],
    spentMs: 0,
    failure: contender.unmeasured,
  }));

  for (const entry of entries) {
    for (let i = 0; i < (entry.contender.warmUps ?? 1) && canRun(entry, budgetMs); i++) await attempt(entry);
  }
  for (let round = 0; round < rounds; round++) {
    for (const entry of entries) {
      const done = entry.times.length >= (entry.contender.maxRuns ?? rounds);
      if (done || (entry.times.length > 0 ? !canRun(entry, budgetMs) : entry.failure !== undefined)) continue;
      const ms = await attempt(entry);
      if (ms !== undefined) entry.times.push(ms);
    }
  }
  return entries.map((entry) => toRow(work, entry));
}

function canRun(entry, budgetMs) {
  return entry.failure === undefined && entry.spentMs < budgetMs;
}

async function attempt(entry) {
  try {
    const ms = await entry.contender.run();
    entry.spentMs += ms;
    return ms;
  } catch (error) {
    entry.failure = error instanceof Error ? error.message : String(error);
    return undefined;
  }
}

function toRow(work, { contender, times, failure }) {
  const { engine, threads, ours, note, scale = 1 } = contender;
  const row = { work, engine, threads, medianMs: null, runs: times.length };
  if (ours) row.ours = true;
  if (failure !== undefined) return { ...row, runs: 0, note: `not measured: ${failure.split('\n')[0]}` };
  row.medianMs = round(median(times) * scale);
  const deviation = spread(times);
  if (deviation !== undefined) row.spread = Math.round(deviation * 1000) / 1000;
  if (note !== undefined) row.note = note;
  return row;
}

function round(ms) {
  return Number(ms.toPrecision(5));
}
