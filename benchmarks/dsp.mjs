import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeWav } from '@ser/audio';
import { openPython } from './engines/python-dsp.mjs';
import { contest } from './harness/contest.mjs';
import { atLeast, atMost, findRow } from './harness/goals.mjs';
import { LineProcess } from './harness/line-process.mjs';
import { installPeers } from './harness/peers.mjs';
import { CLIPS, FRAMES, N_MELS, PITCH, PUSH_SAMPLES, TOP_DB, WORKS } from './signals/settings.mjs';
import { speechClips } from './signals/speech.mjs';

const OURS = '@ser/dsp';
const MFCC = ['mfcc-13', 'mfcc-40'];
const PEERS = [
  { engine: 'Meyda 5.6.3', module: '../peers/meyda.mjs', works: [...MFCC, 'log-mel'] },
  { engine: 'essentia.js 0.1.3', module: '../peers/essentia.mjs', works: [...MFCC, 'log-mel', 'yin'] },
  { engine: 'transformers.js 3.8.1', module: '../peers/transformers.mjs', works: ['log-mel'] },
];
const TFJS = { engine: 'tfjs-core 4.22 signal.stft (cpu)', module: './tfjs-signal.mjs', works: [...MFCC, 'log-mel'] };
const PYTHON = ['librosa', 'python_speech_features'];
const SCALING_WORK = 'mfcc-40';
const WARM_UP_MS = 300;
const LIMIT_MS = 120_000;

/** Feature extraction: one table block a work, each engine in a process of its own, one thread; then over 1..N threads. */
export async function run({ quick, only, log }) {
  const pace = quick ? { rounds: 3, budgetMs: 1000, runMs: 300 } : { rounds: 11, budgetMs: 5000, runMs: 1000 };
  const wanted = (name) => only === undefined || name.includes(only);
  const settings = { ...CLIPS, ...FRAMES, ...PITCH, nMels: N_MELS, topDb: TOP_DB };
  const folder = await writeClips();
  const python = await Promise.all(PYTHON.map((kind) => openPython(kind, folder, settings)));
  const own = inNode({ engine: OURS, module: './ser-dsp.mjs', works: Object.keys(WORKS), ours: true });
  const failure = installPeers(log);
  const engines = [own, ...python, ...PEERS.map((peer) => ({ ...inNode(peer), failure })), inNode(TFJS)];
  const rows = [];
  const notes = [];
  try {
    for (const [work, { title }] of Object.entries(WORKS)) {
      if (!wanted(work)) continue;
      log(title);
      const able = engines.filter(({ works }) => works.includes(work));
      const tasks = await Promise.all(able.map((engine) => open(engine, work)));
      try {
        const contenders = [];
        for (const task of tasks) contenders.push(await paced(task, pace));
        rows.push(...(await contest(title, contenders, pace)));
        const difference = await compareWithLibrosa(tasks);
        if (difference !== undefined) notes.push(`${title}: ${difference}`);
      } finally {
        for (const { child } of tasks) child?.close();
      }
    }
    if (wanted('scaling')) rows.push(...(await measureScaling(own, quick, log)));
  } finally {
    for (const { close } of python) close();
    await rm(folder, { recursive: true, force: true });
  }
  notes.push(...pushTime(rows), ...machineScaling(rows));
  notes.unshift(`${CLIPS.count} clips of ${CLIPS.seconds} s at ${CLIPS.sampleRate} Hz; n_fft 512, hop 160, 40 mels`);
  return { rows, goals: goalsOf(rows), notes, versions: Object.assign({}, ...python.map(({ versions }) => versions)) };
}

async function writeClips() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ser-bench-'));
  const files = speechClips(CLIPS).map((samples) => encodeWav({ samples, sampleRate: CLIPS.sampleRate }));
  await Promise.all(files.map((bytes, i) => writeFile(path.join(folder, `${String(i).padStart(3, '0')}.wav`), bytes)));
  return folder;
}

/** A child process of Node that has prepared one work. */
async function openNode(script, argument, work) {
  const child = new LineProcess(process.execPath, [fileURLToPath(new URL(script, import.meta.url)), argument]);
  try {
    const { note } = await child.ask({ prepare: work }, { limitMs: LIMIT_MS });
    return { note, ask: (message) => child.ask(message, { limitMs: LIMIT_MS }), close: () => child.close() };
  } catch (error) {
    child.close();
    throw error;
  }
}

/** An engine that is a module of `prepare(work, sounds)`; each work gets a new process, so that none slows another. */
function inNode({ module, ...engine }) {
  return { ...engine, open: (work) => openNode('engines/dsp-child.mjs', module, work) };
}

/** Starts an engine; a failure becomes the reason for an empty row. */
async function open({ engine, ours, failure, ...rest }, work) {
  if (failure !== undefined) return { engine, ours, failure };
  try {
    return { engine, ours, child: await rest.open(work) };
  } catch (error) {
    return { engine, ours, failure: error.message };
  }
}

/** A slow engine gets fewer clips a run, so that one run stays near `runMs`; its time is scaled to all clips. */
async function paced({ engine, ours, failure, child }, { runMs }) {
  const contender = { engine, threads: 1, ours };
  if (failure !== undefined) return { ...contender, unmeasured: failure };
  const run = async (count) => (await child.ask({ run: count })).ms;
  try {
    await run(1);
    let perClip = Number.POSITIVE_INFINITY;
    for (let spent = 0; spent < WARM_UP_MS; ) {
      const ms = await run(1);
      spent += ms;
      perClip = Math.min(perClip, ms);
    }
    const count = Math.max(1, Math.min(CLIPS.count, Math.floor(runMs / perClip)));
    const all = count === CLIPS.count;
    const note = [child.note, all ? undefined : `from ${count} of ${CLIPS.count} clips`].filter(Boolean).join('; ');
    return {
      ...contender,
      run: () => run(count),
      warmUps: all ? 2 : 0,
      scale: CLIPS.count / count,
      note: note || undefined,
    };
  } catch (error) {
    return { ...contender, unmeasured: error.message };
  }
}

/** How far our numbers of the first clip lie from librosa's (or its steps'), which are single precision. */
async function compareWithLibrosa(tasks) {
  const own = tasks.find(({ ours, child }) => ours && child);
  const reference = tasks.find(({ engine, child }) => engine.includes('librosa') && child);
  if (own === undefined || reference === undefined) return undefined;
  const { values } = await own.child.ask({ first: true });
  if (values === undefined) return undefined;
  const { values: expected } = await reference.child.ask({ first: true });
  if (expected.length !== values.length) return `shapes differ (${values.length} and ${expected.length} values)`;
  let largest = 0;
  let difference = 0;
  expected.forEach((value, i) => {
    largest = Math.max(largest, Math.abs(value));
    difference = Math.max(difference, Math.abs(value - values[i]));
  });
  return `largest difference from ${reference.engine} ${(difference / largest).toExponential(1)} of the largest value`;
}

/**
 * The same clips over 1 … N worker threads, and, as a control of what the machine itself gives, over as many independent
 * processes of one thread each, which share nothing.
 */
async function measureScaling(own, quick, log) {
  const clips = quick ? 400 : 1000;
  const title = `worker scaling, ${WORKS[SCALING_WORK].title}, ${clips} clips`;
  log(title);
  const counts = threadCounts(os.availableParallelism());
  const opened = [];
  const contenders = [];
  const add = async (engine, threads, ours, start) => {
    const contender = { engine, threads, ours, warmUps: 2 };
    try {
      const children = await start();
      opened.push(...children);
      const run = async () => {
        const began = performance.now();
        await Promise.all(children.map(({ ask }) => ask({ run: Math.round(clips / children.length) })));
        return performance.now() - began;
      };
      contenders.push({ ...contender, run });
    } catch (error) {
      contenders.push({ ...contender, unmeasured: error.message });
    }
  };
  try {
    for (const threads of counts) {
      await add(OURS, threads, true, async () => [
        await openNode('engines/ser-dsp-pool.mjs', String(threads), SCALING_WORK),
      ]);
    }
    for (const processes of counts) {
      const start = () => Promise.all(Array.from({ length: processes }, () => own.open(SCALING_WORK)));
      await add('control: independent processes', processes, false, start);
    }
    return await contest(title, contenders, { rounds: quick ? 4 : 11, budgetMs: quick ? 2000 : 12_000 });
  } finally {
    for (const { close } of opened) close();
  }
}

const scalingRows = (rows, engine) =>
  rows.filter((row) => row.work.startsWith('worker scaling') && row.engine.startsWith(engine) && row.medianMs !== null);

function machineScaling(rows) {
  const control = scalingRows(rows, 'control');
  if (control.length < 2) return [];
  const widest = control.at(-1);
  const share = widest.medianMs / control[0].medianMs;
  return [
    `the machine itself: ${widest.threads} independent processes need ${share.toFixed(2)} of the time of one for the same clips`,
  ];
}

function pushTime(rows) {
  const row = findRow(rows, WORKS.stream.title, OURS);
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
  const own = (work) => findRow(rows, WORKS[work].title, OURS);
  const librosa = (work) => findRow(rows, WORKS[work].title, 'librosa') ?? findRow(rows, WORKS[work].title, 'numpy');
  const named = (work) => librosa(work)?.engine ?? 'librosa';
  const meyda = findRow(rows, WORKS['mfcc-13'].title, 'Meyda');
  const goals = [
    atLeast(`MFCC 13 + Δ + ΔΔ: time of ${named('mfcc-13')} ÷ ours`, librosa('mfcc-13'), own('mfcc-13'), 4),
    atLeast(`MFCC 40 + Δ + ΔΔ: time of ${named('mfcc-40')} ÷ ours`, librosa('mfcc-40'), own('mfcc-40'), 4),
    atLeast(`log-mel: time of ${named('log-mel')} ÷ ours`, librosa('log-mel'), own('log-mel'), 3.5),
    atLeast(`YIN: time of ${named('yin')} ÷ ours`, librosa('yin'), own('yin'), 2),
    atLeast(`pYIN: time of ${named('pyin')} ÷ ours`, librosa('pyin'), own('pyin'), 3),
    atLeast(`WAV → features: time of ${named('wav')} ÷ ours`, librosa('wav'), own('wav'), 2),
    atLeast('MFCC 13: time of Meyda (without Δ) ÷ ours', meyda, own('mfcc-13'), 30),
  ];
  const scaling = scalingRows(rows, OURS);
  const [single] = scaling;
  const widest = scaling.at(-1);
  if (widest !== undefined && widest.threads > 1) {
    const share = 1 / (0.8 * widest.threads);
    const what = `worker scaling: time of ${widest.threads} threads ÷ time of 1`;
    goals.push(atMost(what, widest, single, Math.round(share * 1000) / 1000));
  }
  return goals;
}
