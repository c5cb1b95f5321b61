import { loadavg } from 'node:os';
import { quantile } from '@ser/core';
import autocannon from 'autocannon';
import { below } from './harness/goals.mjs';
import { startSer, syntheticClips, threads } from './harness/ser-command.mjs';
import { median } from './harness/statistics.mjs';

const CONNECTIONS = [1, 8, 64, 256];
const WORK = 'POST /v1/predict, 1.4 s of WAV';

/** `ser serve` on loopback: answers a second, latency, memory; no failure below the limit of the queue, 429 above. */
export async function run({ quick, only, log }) {
  const rows = [];
  const [clip] = await syntheticClips(1);
  // As it is by default, and with a queue that takes all connections.
  for (const queue of [32, 512]) {
    if (only !== undefined && !`queue-${queue}`.includes(only)) continue;
    const server = await startSer(['serve', '--port', '0', '--quiet', '--queue', String(queue)], {
      ready: /http:\S+\d/,
    });
    try {
      await load(server.found, clip, { connections: 8, seconds: 2 });
      for (const connections of CONNECTIONS) {
        log(`queue of ${queue}: ${connections} connections`);
        // As many connections as 256 need some seconds until the first answer.
        const seconds = (quick ? 2 : 6) * (connections > 64 ? 3 : 1);
        rows.push(await measure(server.found, clip, { queue, connections, seconds }));
      }
    } finally {
      await server.stop();
    }
  }
  const notes = [
    `load of the machine after (1, 5, 15 min): ${loadavg()
      .map((x) => x.toFixed(1))
      .join(', ')}`,
  ];
  return { rows, goals: goalsOf(rows), notes };
}

async function measure(url, clip, { queue, connections, seconds }) {
  const before = await residentMiB(url);
  const { answers, refused, failed } = await load(url, clip, { connections, seconds });
  const rssMiB = [before, await residentMiB(url)];
  const perSecond = Math.round((10 * answers.length) / seconds) / 10;
  const p99Ms =
    answers.length === 0
      ? null
      : Math.round(
          quantile(
            answers.sort((a, b) => a - b),
            0.99,
          ),
        );
  return {
    work: WORK,
    engine: `ser serve, queue of ${queue}, ${connections} connections`,
    threads,
    medianMs: answers.length === 0 ? null : Math.round(10 * median(answers)) / 10,
    runs: answers.length,
    ...{ queue, connections, perSecond, p99Ms, refused, failed, rssMiB },
    note: `${perSecond}/s, p99 ${p99Ms ?? '–'} ms, ${refused} × 429, ${failed} failed, ${rssMiB.join(' → ')} MiB`,
  };
}

/** Has connections send one request after the other. Returns the milliseconds of each 200, and counts of 429 and others. */
function load(url, clip, { connections, seconds }) {
  return new Promise((resolve, reject) => {
    const answers = [];
    let refused = 0;
    let failed = 0;
    const instance = autocannon(
      {
        url: `${url}/v1/predict`,
        method: 'POST',
        headers: { 'content-type': 'audio/wav' },
        body: Buffer.from(clip),
        ...{ connections, duration: seconds, timeout: 60 },
      },
      (error, { errors, timeouts }) => {
        if (error) reject(error);
        else resolve({ answers, refused, failed: failed + errors + timeouts });
      },
    );
    instance.on('response', (_client, status, _bytes, ms) => {
      if (status === 200) answers.push(ms);
      else if (status === 429) refused++;
      else failed++;
    });
  });
}

async function residentMiB(url) {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Math.round(Number(/^process_resident_memory_bytes (\d+)/m.exec(text)[1]) / 2 ** 20);
}

function goalsOf(rows) {
  const sum = (part, figure) => (part.length === 0 ? null : part.reduce((total, row) => total + row[figure], 0));
  const isBelow = (row) => row.connections <= row.queue + row.threads;
  const low = rows.filter(isBelow);
  return [
    below(
      'requests refused or failed below the limit',
      sum(low, 'refused') === null ? null : sum(low, 'refused') + sum(low, 'failed'),
      1,
    ),
    below(
      'answers other than 200 and 429 above the limit',
      sum(
        rows.filter((row) => !isBelow(row)),
        'failed',
      ),
      1,
    ),
  ];
}
