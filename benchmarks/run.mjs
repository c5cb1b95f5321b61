// node benchmarks/run.mjs <name> [--slow]: runs one benchmark, prints its table, writes results/<name>.json.
import { parseArgs } from 'node:util';
import { describeMachine, revision } from './harness/machine.mjs';
import { writeResults } from './harness/results.mjs';
import { renderGoals, renderTable } from './harness/table.mjs';

const BENCHMARKS = {
  load: 'corpus folders to features against librosa with multiprocessing, and from the cache',
  dsp: 'feature extraction against librosa, Meyda, essentia.js, transformers.js and tfjs',
  train: 'one training step and one epoch of each network against stock tfjs and PyTorch',
  predict: 'one 3 s utterance to probabilities, from decoded audio and from bytes, and what a start costs',
  scale: 'how time and memory grow with the length of a recording and the number of clips',
  serve: '`ser serve` on loopback: answers a second, latency, memory, refusals',
  live: 'the page of `ser live` in headless Chromium for ten minutes: losses, memory, delay, load',
  batch: '`ser batch` by local threads and over Redis, with workers that are killed',
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    slow: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});
const [name] = positionals;
if (positionals.length !== 1 || !Object.hasOwn(BENCHMARKS, name)) {
  const list = Object.entries(BENCHMARKS).map(([key, about]) => `  ${key.padEnd(8)} ${about}`);
  console.error(
    [
      name === undefined ? 'Name one benchmark:' : `No benchmark is called "${positionals.join(' ')}". There are:`,
      ...list,
      '',
      'npm run bench -- <name> [--slow] [--quick] [--only <part of a row name>]',
    ].join('\n'),
  );
  process.exit(1);
}

const machine = describeMachine();
console.log(`${name}: ${BENCHMARKS[name]}`);
console.log(`${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, Node ${machine.node}, ${machine.os}`);

const { run } = await import(`./${name}.mjs`);
const started = performance.now();
const {
  rows,
  goals,
  notes = [],
  versions = {},
} = await run({
  slow: values.slow,
  quick: values.quick,
  only: values.only,
  log: (line) => console.log(`  ${line}`),
});

console.log(`\n${renderTable(rows)}\n`);
if (goals.length > 0) console.log(`${renderGoals(goals)}\n`);
for (const note of notes) console.log(note);
console.log(`took ${((performance.now() - started) / 1000).toFixed(0)} s`);

const partial = values.quick || values.only !== undefined;
if (partial) {
  console.log('not written to results/: --quick and --only are for trying things out');
} else {
  const file = await writeResults(name, {
    machine,
    revision: revision(),
    date: new Date().toISOString(),
    versions,
    goals,
    notes,
    rows,
  });
  console.log(`written to ${file}`);
}
