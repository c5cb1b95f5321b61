import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseCsv, Random } from '@ser/core';
import { tsImport } from 'tsx/esm/api';
import { contest } from './harness/contest.mjs';
import { atMost, below } from './harness/goals.mjs';
import { startSer, syntheticClips } from './harness/ser-command.mjs';

const { hasRedis, RedisServer } = await tsImport('../tests/shared/redis-server.ts', import.meta.url);

const LOCAL = 'ser batch, one local thread';
const WORKER = 'ser batch, one worker of one thread';

/**
 * `ser batch` on synthetic clips: by one local thread and by one worker at a Redis, in turns; then by three workers of
 * which two are killed at random times, with Redis restarted once: each clip must be in the table once.
 */
export async function run({ quick, only, log }) {
  if (!hasRedis) throw new Error('there is no redis-server (Debian: apt-get install redis-server)');
  const [few, many, rounds] = quick ? [100, 300, 1] : [300, 2000, 3];
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-batch-'));
  const redis = await RedisServer.start();
  try {
    const clips = await makeClips(folder, { few, many });
    const notes = [loadOf('before')];
    const rows = [];
    if (only === undefined || 'speed'.includes(only))
      rows.push(...(await compare(folder, clips.few, redis, { few, rounds, log })));
    if (only === undefined || 'crashes'.includes(only))
      rows.push(await survive(folder, clips.many, redis, { many, log }));
    notes.push(loadOf('after'));
    return { rows, goals: goalsOf(rows), notes };
  } finally {
    await redis.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

const loadOf = (when) =>
  `load of the machine ${when} (1, 5, 15 min): ${loadavg()
    .map((x) => x.toFixed(1))
    .join(', ')}`;

/** Writes folders of clips, and returns their paths. */
async function makeClips(folder, counts) {
  const paths = {};
  for (const [name, count] of Object.entries(counts)) {
    paths[name] = path.join(folder, name);
    mkdirSync(paths[name]);
    for (const [i, wav] of (await syntheticClips(count)).entries())
      writeFileSync(path.join(paths[name], `${String(i).padStart(5, '0')}.wav`), wav);
  }
  return paths;
}

/** Measures a local thread and a worker by turns. */
function compare(folder, clips, redis, { few, rounds, log }) {
  const contenders = [
    { engine: LOCAL, ours: true, run: () => runBatch(folder, clips, ['--threads', '1']) },
    { engine: WORKER, run: () => withWorkers(redis, clips, 1, () => runBatch(folder, clips, ['--redis', redis.url])) },
  ].map(({ engine, ours, run }) => ({
    ...{ engine, ours, threads: 1, warmUps: 0 },
    async run() {
      log(engine);
      const { ms, distinct } = await run();
      if (distinct !== few) throw new Error(`${distinct} of ${few} clips are in the table`);
      return ms;
    },
  }));
  return contest(`${few} clips of 1.4 s`, contenders, { rounds, budgetMs: 600_000 });
}

/** Kills workers while a batch runs, and counts the clips in the table. */
async function survive(folder, clips, redis, { many, log }) {
  log('three workers, two of which are killed');
  return withWorkers(redis, clips, 3, async (workers) => {
    const events = crashes(workers, redis, many, log);
    const { ms, perSecond, rows, distinct } = await runBatch(folder, clips, ['--redis', redis.url], events.after);
    await events.end();
    return {
      work: `${many} clips of 1.4 s, two of three workers killed`,
      ...{ engine: 'ser batch, three workers of one thread', threads: 3, medianMs: ms, runs: 1 },
      ...{ clips: many, rows, distinct, perSecond },
      note: `${rows} rows of ${distinct} clips; ${perSecond} clips/s; ${events.happened.join(', ')}`,
    };
  });
}

/** Runs a batch, and returns the milliseconds that its clips took and what is in its table. */
async function runBatch(folder, clips, more, onDone) {
  const out = path.join(folder, 'results.csv');
  const { child, ended } = await startSer(['batch', clips, '--out', out, '--json-lines', ...more]);
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { event, done } = JSON.parse(line);
    if (event === 'progress') onDone?.(done);
  });
  const { code, stdout, stderr } = await ended;
  if (code !== 0) throw new Error(`ser batch ended with ${code}: ${stderr}`);
  const { clipsPerSecond, clips: count } = JSON.parse(stdout.trim().split('\n').at(-1));
  const files = parseCsv(readFileSync(out, 'utf8'))
    .slice(1)
    .map(({ fields }) => fields[0]);
  return {
    ms: Math.round((1000 * count) / clipsPerSecond),
    perSecond: Math.round(10 * clipsPerSecond) / 10,
    rows: files.length,
    distinct: new Set(files).size,
  };
}

/** Starts workers of one thread, has work done, and stops those that are left. */
async function withWorkers(redis, root, count, work) {
  const args = ['worker', '--redis', redis.url, '--root', root, '--threads', '1', '--takeover', '10'];
  const workers = await Promise.all(
    Array.from({ length: count }, () => startSer(args, { ready: /Waiting for clips/ })),
  );
  try {
    return await work(workers);
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
  }
}

/** Kills two workers and restarts Redis, each after a random number of clips. Call `after` with the clips that are done. */
function crashes(workers, redis, count, log) {
  const random = new Random(Number(process.env.SER_BENCH_SEED ?? 0));
  const happened = [];
  const work = [];
  const plan = [
    ['a worker killed', 0.1, () => workers[0].child.kill('SIGKILL')],
    ['Redis restarted', 0.4, () => redis.down().then(() => redis.up())],
    ['a worker killed', 0.7, () => workers[1].child.kill('SIGKILL')],
  ].map(([what, earliest, act]) => ({ what, act, clips: Math.round(count * (earliest + random.uniform(0, 0.2))) }));
  return {
    happened,
    after(done) {
      while (plan.length > 0 && done >= plan[0].clips) {
        const { what, act } = plan.shift();
        happened.push(`${what} after ${done} clips`);
        log(`  ${happened.at(-1)}`);
        work.push(act());
      }
    },
    end: () => Promise.all(work),
  };
}

function goalsOf(rows) {
  const [local, worker] = [LOCAL, WORKER].map((name) => rows.find(({ engine }) => engine === name));
  const crashed = rows.find(({ distinct }) => distinct !== undefined);
  const wrong = crashed && Math.abs(crashed.clips - crashed.distinct) + Math.abs(crashed.clips - crashed.rows);
  return [
    below('clips that are missing or repeated after two workers were killed', wrong, 1),
    atMost('time of a worker ÷ time of a local thread', worker, local, 1.1),
  ];
}
