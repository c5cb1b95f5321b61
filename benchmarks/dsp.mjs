import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { encodeWav } from '@ser/audio';
import { openPython } from './engines/python-dsp.mjs';
import * as ser from './engines/ser-dsp.mjs';
import { prepareWorkers } from './engines/ser-dsp-workers.mjs';
import * as tfjsSignal from './engines/tfjs-signal.mjs';
import { unavailable } from './engines/unavailable.mjs';
import { contest } from './harness/contest.mjs';
import { atLeast, atMost, findRow } from './harness/goals.mjs';
import { installPeers } from './harness/peers.mjs';
import { CLIPS, FRAMES, N_MELS, PITCH, PUSH_SAMPLES, TOP_DB, WORKS } from './signals/settings.mjs';
import { speechClips } from './signals/speech.mjs';

const PEERS = { Meyda: 'meyda', 'essentia.js': 'essentia', 'transformers.js': 'transformers' };
const SCALING_WORK = 'mfcc-40';
const ALONE = ['wav', 'stream', 'pyin'];
const WARM_UP_MS = 300;

/** Feature extraction: one table block a work, 100 clips of 2 s each, one thread; then the same over 1..N threads. */
export async function run({ quick, only, log }) {
  const settings = { ...CLIPS, ...FRAMES, ...PITCH, nMels: N_MELS, topDb: TOP_DB };
  const pace = quick ? { rounds: 3, budgetMs: 1000, runMs: 300 } : { rounds: 11, budgetMs: 5000, runMs: 1000 };
  const clips = speechClips(CLIPS);
  const files = clips.map((samples) => encodeWav({ samples, sampleRate: CLIPS.sampleRate }));
  const folder = await writeClips(files);
  const python = await openPython(folder, settings);
  const rows = [];
  const notes = [];
  const measure = async (works, engines) => {
    for (const work of works) {
      if (only !== undefined && !work.includes(only)) continue;
      const { title } = WORKS[work];
      log(title);
      const { contenders, tasks } = await prepareAll(engines, work, { clips, files }, pace);
      rows.push(...(await contest(title, contenders, pace)));
      const difference = await compareWithLibrosa(tasks);
      if (difference !== undefined) notes.push(`${title}: ${difference}`);
    }
  };
  try {
    // What no JavaScript peer does comes before they are loaded: their heaps slow down every collection in this process.
    await measure(ALONE, [ser, ...python.engines]);
    if (only === undefined || 'scaling'.includes(only)) rows.push(...(await measureScaling(clips, pace, log)));
    const others = Object.keys(WORKS).filter((work) => !ALONE.includes(work));
    await measure(others, [ser, ...python.engines, ...(await openPeers(log)), tfjsSignal]);
  } finally {
    python.close();
    await rm(folder, { recursive: true, force: true });
  }
  notes.push(...pushTime(rows));
  notes.unshift(`${CLIPS.count} clips of ${CLIPS.seconds} s at ${CLIPS.sampleRate} Hz; n_fft 512, hop 160, 40 mels`);
  return { rows, goals: goalsOf(rows), notes, versions: python.versions };
}

async function writeClips(files) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ser-bench-'));
  await Promise.all(files.map((bytes, i) => writeFile(path.join(folder, `${String(i).padStart(3, '0')}.wav`), bytes)));
  return folder;
}

async function openPeers(log) {
  const failure = installPeers(log);
  const load = async ([name, file]) => {
    if (failure !== undefined) return unavailable(name, failure);
    try {
      return await import(`./peers/${file}.mjs`);
    } catch (error) {
      return unavailable(name, error.message);
    }
  };
  return Promise.all(Object.entries(PEERS).map(load));
}

async function prepareAll(engines, work, sounds, pace) {
  const contenders = [];
  const tasks = [];
  for (const engine of engines) {
    const contender = { engine: engine.name, threads: 1, ours: engine.ours };
    try {
      const task = await engine.prepare(work, sounds);
      if (task === undefined) continue;
      tasks.push({ engine: engine.name, ours: engine.ours, task });
      contenders.push({ ...contender, ...(await paced(task, pace)) });
    } catch (error) {
      contenders.push({ ...contender, unmeasured: error.message });
    }
  }
  return { contenders, tasks };
}

/** A slow engine gets fewer clips a run, so that one run stays near `runMs`; its time is scaled to all clips. */
async function paced(task, { runMs }) {
  await task.run(1);
  let perClip = Number.POSITIVE_INFINITY;
  for (let spent = 0; spent < WARM_UP_MS; ) {
    const ms = await task.run(1);
    spent += ms;
    perClip = Math.min(perClip, ms);
  }
  const count = Math.max(1, Math.min(CLIPS.count, Math.floor(runMs / perClip)));
  const notes = [task.note, count < CLIPS.count ? `from ${count} of ${CLIPS.count} clips` : undefined];
  const note = notes.filter((text) => text !== undefined).join('; ');
  return {
    run: () => task.run(count),
    warmUps: count === CLIPS.count ? 2 : 0,
    scale: CLIPS.count / count,
    ...(note === '' ? {} : { note }),
  };
}

/** How far our numbers of the first clip lie from librosa's (or its steps'), which are single precision. */
async function compareWithLibrosa(tasks) {
  const own = tasks.find(({ ours }) => ours);
  const reference = tasks.find(({ engine }) => engine.includes('librosa'));
  if (own === undefined || reference === undefined) return undefined;
  const { data } = (await own.task.first()) ?? {};
  if (data === undefined) return undefined;
  const { values } = await reference.task.first();
  if (values.length !== data.length) return `shapes differ (${data.length} and ${values.length} values)`;
  let largest = 0;
  let difference = 0;
  values.forEach((value, i) => {
    largest = Math.max(largest, Math.abs(value));
    difference = Math.max(difference, Math.abs(value - data[i]));
  });
  return `largest difference from ${reference.engine} ${(difference / largest).toExponential(1)} of the largest value`;
}

async function measureScaling(clips, pace, log) {
  const cores = os.availableParallelism();
  const title = `worker scaling, ${WORKS[SCALING_WORK].title}`;
  log(title);
  const pools = [];
  const contenders = [];
  for (const threads of threadCounts(cores)) {
    const contender = { engine: ser.name, threads, ours: true, warmUps: 2 };
    try {
      const pool = await prepareWorkers(SCALING_WORK, clips, threads);
      pools.push(pool);
      contenders.push({ ...contender, run: () => pool.run(clips.length) });
    } catch (error) {
      contenders.push({ ...contender, unmeasured: error.message });
    }
  }
  try {
    return await contest(title, contenders, pace);
  } finally {
    await Promise.all(pools.map((pool) => pool.close()));
  }
}

function pushTime(rows) {
  const row = findRow(rows, WORKS.stream.title, ser.name);
  if (!row?.medianMs) return [];
  const pushes = CLIPS.count * Math.ceil((CLIPS.seconds * CLIPS.sampleRate) / PUSH_SAMPLES);
  return [
    `streaming: ${((1000 * row.medianMs) / pushes).toFixed(1)} µs a push of ${PUSH_SAMPLES} samples (8 ms of sound)`,
  ];
}

/** 1, 2, 4 … and the number of cores. */
function threadCounts(cores) {
  const counts = new Set([cores]);
  for (let threads = 1; threads < cores; threads *= 2) counts.add(threads);
  return [...counts].sort((a, b) => a - b);
}

function goalsOf(rows) {
  const own = (work) => findRow(rows, WORKS[work].title, ser.name);
  const librosa = (work) => findRow(rows, WORKS[work].title, 'librosa') ?? findRow(rows, WORKS[work].title, 'numpy');
  const named = (work) => librosa(work)?.engine ?? 'librosa';
  const meyda = findRow(rows, WORKS['mfcc-13'].title, 'Meyda');
  const goals = [
    atLeast(`MFCC 13 + Δ + ΔΔ: time of ${named('mfcc-13')} ÷ ours`, librosa('mfcc-13'), own('mfcc-13'), 1.6),
    atLeast(`MFCC 40 + Δ + ΔΔ: time of ${named('mfcc-40')} ÷ ours`, librosa('mfcc-40'), own('mfcc-40'), 1.3),
    atLeast(`WAV → features: time of ${named('wav')} ÷ ours`, librosa('wav'), own('wav'), 2),
    atLeast('MFCC 13: time of Meyda (without Δ) ÷ ours', meyda, own('mfcc-13'), 30),
  ];
  const scaling = rows.filter((row) => row.work.startsWith('worker scaling'));
  const [single] = scaling;
  const widest = scaling.at(-1);
  if (widest !== undefined && widest.threads > 1) {
    const share = 1 / (0.8 * widest.threads);
    const what = `worker scaling: time of ${widest.threads} threads ÷ time of 1`;
    goals.push(atMost(what, widest, single, Math.round(share * 1000) / 1000));
  }
  return goals;
}
