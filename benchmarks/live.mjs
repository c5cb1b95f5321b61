import { loadavg } from 'node:os';
import { encodeWav, resampleAudio } from '@ser/audio';
import { quantile, Random } from '@ser/core';
import { syntheticCorpus } from '@ser/datasets';
import { startLive } from '@ser/live';
import { below } from './harness/goals.mjs';
import { heapMeter, openLivePage, traceTasks } from './harness/live-browser.mjs';
import { median } from './harness/statistics.mjs';

/** The rate of the microphone in Hz. */
const RATE = 48_000;
const PAUSE = 1.5 * RATE;

/** Samples in a block of the microphone. */
const BLOCK = 2048;

/** The page while it listens for ten minutes, in real time: what it loses, keeps, and needs, and how late it answers. */
export async function run({ quick, log }) {
  const seconds = quick ? 60 : 600;
  const { samples, starts } = await dialogue(seconds);
  const server = await startLive();
  const browser = await openLivePage(server.url, encodeWav({ samples, sampleRate: RATE }));
  try {
    const seen = await listen(browser.page, starts.length, seconds, log);
    return resultsOf(seen, starts, seconds);
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Returns utterances of several voices between pauses with the noise of a microphone, and where each begins in seconds. */
async function dialogue(seconds) {
  const corpus = syntheticCorpus();
  const clips = [];
  for (const utterance of corpus.utterances.filter((_, i) => i % 5 === 0).slice(0, 6))
    clips.push(resampleAudio(await corpus.read(utterance), RATE).samples);
  const random = new Random(1);
  const samples = Float32Array.from({ length: seconds * RATE }, () => 4e-4 * (random.next() - 0.5));
  const starts = [];
  let at = PAUSE;
  for (let i = 0; at + clips[i % clips.length].length + PAUSE <= samples.length; i++) {
    const clip = clips[i % clips.length];
    for (let j = 0; j < clip.length; j++) samples[at + j] += clip[j];
    starts.push(at / RATE);
    at += clip.length + PAUSE;
  }
  return { samples, starts };
}

/** Notes the audio context of the microphone, and the figures that the page shows whenever a segment is added. */
function observe() {
  const Context = AudioContext;
  globalThis.AudioContext = class extends Context {
    constructor() {
      super();
      seen.context = this;
    }
  };
  const seen = { finals: [], loads: [] };
  Object.assign(globalThis, { seen });
  const figures = () => [...document.querySelectorAll('.figures dd')].map(({ textContent }) => parseFloat(textContent));
  new MutationObserver(() => {
    const [, finalMs, load] = figures();
    const rows = document.querySelectorAll('.segment-list > li').length;
    if (rows > seen.finals.length && finalMs >= 0) seen.finals.push(finalMs);
    if (load >= 0) seen.loads.push(load);
  }).observe(document.querySelector('main'), { subtree: true, childList: true, characterData: true });
}

/**
 * Returns by how many seconds the page is behind the samples that the browser has given to it, at least, in a second. This
 * grows only if samples are lost on their way through worklet, page and worker.
 */
function secondsBehind() {
  const slider = document.querySelector('.scrubber input');
  return new Promise((resolve) => {
    let least = Number.POSITIVE_INFINITY;
    const looks = setInterval(() => {
      least = Math.min(least, globalThis.seen.context.currentTime - Number(slider.max));
    }, 10);
    setTimeout(() => {
      clearInterval(looks);
      resolve(least);
    }, 1000);
  });
}

async function listen(page, expected, seconds, log) {
  const measure = await heapMeter(page);
  await page.evaluate(observe);
  await page.getByRole('button', { name: 'Start microphone' }).click();
  await page.locator('[data-status=listening]').waitFor();
  const began = Date.now();
  const heap = [];
  const behind = [await page.evaluate(secondsBehind)];
  const endTrace = await traceTasks(page);
  let tasks;
  for (let minute = 1; minute <= seconds / 60; minute++) {
    await page.waitForTimeout(Math.max(0, began + 60_000 * minute - Date.now()));
    // Garbage collections below are long tasks of their own: one minute without them is traced.
    tasks ??= await endTrace();
    behind.push(await page.evaluate(secondsBehind));
    heap.push({ minute, ...(await measure()) });
    log(`minute ${minute}: ${JSON.stringify(heap.at(-1))}`);
  }
  const rows = page.locator('.segment-list > li');
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.locator('[data-status=ready]').waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'JSON' }).click(),
  ]);
  const chunks = await (await download.createReadStream()).toArray();
  const { segments } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  const leftOut = Number(await page.locator('.figures dd').nth(4).textContent());
  const { finals, loads } = await page.evaluate(() => ({ ...globalThis.seen, context: undefined }));
  log(`${await rows.count()} segments of ${expected}`);
  const contextRate = await page.evaluate(() => globalThis.seen.context.sampleRate);
  return { heap, behind, contextRate, segments, leftOut, tasks, finals, loads };
}

const rounded = (value) => Math.round(10 * value) / 10;

function resultsOf({ heap, behind, contextRate, segments, leftOut, tasks, finals, loads }, starts, seconds) {
  const lostBlocks = ((behind.at(-1) - behind[0]) * contextRate) / BLOCK;
  const megabytes = heap.map(({ pageMiB, workerMiB }) => pageMiB + workerMiB);
  const growthMiB = rounded(megabytes.at(-1) - megabytes[Math.min(1, megabytes.length - 1)]);
  const figures = {
    seconds,
    segments: segments.length,
    utterances: starts.length,
    behindMs: behind.map((value) => Math.round(1000 * value)),
    lostBlocks: rounded(lostBlocks),
    updatesLeftOut: leftOut,
    tracedTasks: tasks.length,
    longTasks: tasks.filter(({ work }) => work > 50).length,
    longestTaskMs: rounded(Math.max(0, ...tasks.map(({ work }) => work))),
    finalMs: {
      median: Math.round(median(finals)),
      p95: Math.round(
        quantile(
          finals.sort((a, b) => a - b),
          0.95,
        ),
      ),
    },
    loadPercent: { median: median(loads), most: Math.max(...loads) },
    heap,
    growthMiB,
  };
  return {
    rows: [
      {
        work: `${seconds} s of microphone`,
        engine: 'the page in headless Chromium',
        threads: 2,
        medianMs: figures.finalMs.median,
        runs: finals.length,
        ...figures,
        note: `${segments.length} of ${starts.length} utterances, ${figures.lostBlocks} blocks lost, ${leftOut} updates left out, load ${figures.loadPercent.median} %, longest task ${figures.longestTaskMs} ms, heap ${growthMiB} MiB more than in minute 2`,
      },
    ],
    goals: [
      below('utterances without a final answer', starts.length - segments.length, 1),
      below('blocks of the microphone that were lost', lostBlocks, 1),
      below('growth of the heap from minute 2 to the last, MiB', growthMiB, 2),
      below('end of speech to final answer, median ms', figures.finalMs.median, 300),
      below('load of one core at updates every 250 ms, median %', figures.loadPercent.median, 15),
      below('tasks of the main thread with more than 50 ms of processor time in a minute', figures.longTasks, 1),
    ],
    notes: [
      `load of the machine after (1, 5, 15 min): ${loadavg()
        .map((x) => x.toFixed(1))
        .join(', ')}`,
    ],
  };
}
