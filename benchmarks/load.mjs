import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCorpus } from '@ser/datasets/node';
import { loadOnce, name } from './engines/ser-load.mjs';
import { contest } from './harness/contest.mjs';
import { atLeast, below, findRow } from './harness/goals.mjs';
import { LineProcess, threadEnvironment } from './harness/line-process.mjs';

const SCRIPT = fileURLToPath(new URL('./python/load.py', import.meta.url));
const SETTINGS = { sampleRate: 16000, targetDb: -26, nFft: 512, hopLength: 320, nMels: 64 };
const FRONT_END = {
  sampleRate: SETTINGS.sampleRate,
  level: { kind: 'rms', targetDb: SETTINGS.targetDb },
  frame: { nFft: SETTINGS.nFft, hopLength: SETTINGS.hopLength },
  features: [{ kind: 'logMel', nMels: SETTINGS.nMels }],
};
const CORPORA = ['ravdess', 'emodb'];
const CACHED_GOAL_MS = 1000;
const PYTHON_LIMIT_MS = 300_000;

/** From corpus folders to features: all clips, on all cores, against librosa with multiprocessing; then from the cache. */
export async function run({ quick, only, log }) {
  const data = process.env.SER_DATA_DIR;
  if (!data) throw new Error('SER_DATA_DIR must name the folder with the corpora ravdess and emodb');
  const pace = quick ? { rounds: 1, budgetMs: 30_000 } : { rounds: 5, budgetMs: 120_000 };
  const cache = await mkdtemp(path.join(os.tmpdir(), 'ser-bench-'));
  const python = await openPython();
  const rows = [];
  const notes = [];
  try {
    for (const corpus of CORPORA) {
      if (only !== undefined && !corpus.includes(only)) continue;
      const folder = path.join(data, corpus);
      const { utterances, locate } = await loadCorpus(corpus, folder);
      const files = utterances.map((utterance) => locate(utterance).path);
      const title = titleOf(corpus, files);
      log(title);
      rows.push(...(await contest(title, contendersOf(corpus, folder, files, python, cache), pace)));
      const difference = await compare(corpus, folder, files, python);
      if (difference !== undefined) notes.push(`${corpus}: ${difference}`);
    }
  } finally {
    python.close();
    await rm(cache, { recursive: true, force: true });
  }
  notes.unshift('each run begins with the folder and starts its own workers; files are in the memory of the system');
  return { rows, goals: goalsOf(rows), notes, versions: python.versions };
}

const titleOf = (corpus, files) => `${corpus}: ${files.length} clips (${path.extname(files[0]).slice(1)}) → 64 log-mel`;

function contendersOf(corpus, folder, files, python, cache) {
  const cores = os.availableParallelism();
  const ours = (threads, more = {}) => ({
    engine: more.cache === undefined ? name : `${name}, cached`,
    threads,
    ours: more.cache === undefined,
    run: async () => (await loadOnce(corpus, folder, FRONT_END, { threads, ...more })).ms,
  });
  return [
    ...[...new Set([1, cores])].map((threads) => ours(threads)),
    ours(cores, { cache }),
    {
      engine: python.engine,
      threads: cores,
      unmeasured: python.unmeasured,
      run: async () => (await python.extract(files, cores)).ms,
    },
  ];
}

async function openPython() {
  const command = process.env.SER_BENCH_PYTHON;
  const without = (unmeasured) => ({ engine: 'librosa, multiprocessing', unmeasured, versions: {}, close() {} });
  if (!command) return without('SER_BENCH_PYTHON names no Python');
  const child = new LineProcess(command, [SCRIPT], { env: threadEnvironment(1) });
  try {
    const { librosa, python } = await child.ask({ settings: SETTINGS }, { limitMs: 60_000 });
    return {
      engine: `librosa ${librosa}, multiprocessing`,
      versions: { python, librosa },
      extract: (files, processes) => child.ask({ files, processes }, { limitMs: PYTHON_LIMIT_MS }),
      close: () => child.close(),
    };
  } catch (error) {
    child.close();
    return without(error.message);
  }
}

/** How far our numbers of the first clip lie from librosa's, in decibels. */
async function compare(corpus, folder, files, python) {
  if (python.unmeasured !== undefined) return undefined;
  const { values } = await python.extract(files.slice(0, 1), 1);
  const { features, utterances } = await loadOnce(corpus, folder, FRONT_END, {});
  const { data } = features.get(utterances[0].id);
  if (values.length !== data.length) return `shapes differ (${data.length} and ${values.length} values)`;
  const difference = values.reduce((most, value, i) => Math.max(most, Math.abs(value - data[i])), 0);
  return `largest difference from librosa ${difference.toExponential(1)} dB`;
}

function goalsOf(rows) {
  const goals = [];
  for (const corpus of CORPORA) {
    const own = rows.filter(({ work, engine }) => work.startsWith(corpus) && engine === name).at(-1);
    if (own === undefined) continue;
    const librosa = findRow(rows, own.work, 'librosa');
    goals.push(atLeast(`${corpus}: time of librosa with multiprocessing ÷ ours`, librosa, own, 2));
    const cached = findRow(rows, own.work, `${name}, cached`);
    if (corpus === 'emodb') goals.push(below('EMO-DB from the cache, in ms', cached?.medianMs, CACHED_GOAL_MS));
  }
  return goals;
}
