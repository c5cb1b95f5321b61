// The protocol `unseen`: evaluates a saved model or ensemble on whole corpora that it was not trained on.
// `node scripts/unseen.mjs --model <folder> --name <name> --corpus emovo,savee [--why <text>]` writes
// results/unseen/<name>-<corpus>/{metrics.json,predictions.csv} and the table of results/unseen/README.md, and adds each look
// at a corpus to results/unseen/looks.csv. With --check it evaluates nothing, computes all figures again from the stored
// predictions, and fails where a file differs; with --table it writes the table alone. Needs the corpora in $SER_DATA_DIR, and `npm run build` first.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { remeasureUnseen } from '../packages/experiments/dist/node.js';
import { loadModel, startBackend } from '../packages/models/dist/index.js';
import { LOOKS, lookAtUnseen, UNSEEN } from './lib/look-at-unseen.mjs';
import { fillPlace, percent, table, withInterval } from './lib/pages.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** The pages with a table, and which models stand there: all, or those that the package carries. */
const PAGES = [
  { file: join(UNSEEN, 'README.md'), has: () => true },
  { file: join(ROOT, 'README.md'), has: (model) => existsSync(join(ROOT, 'packages/ser/models', model)) },
];
const PLACE = ['<!-- unseen table -->', '<!-- end of unseen table -->'];

const { values } = parseArgs({
  options: {
    model: { type: 'string' },
    name: { type: 'string' },
    corpus: { type: 'string', default: 'emovo,savee' },
    why: { type: 'string', default: '' },
    check: { type: 'boolean', default: false },
    table: { type: 'boolean', default: false },
  },
});

if (values.check) await check();
else if (values.table) writeTables();
else await evaluate(values);

async function evaluate({ model: folder, name, corpus: corpora, why }) {
  if (!folder || !name || !/^[a-z0-9-]+$/.test(name)) stop('Give --model <folder> and --name <name>');
  if (!process.env.SER_DATA_DIR) stop('SER_DATA_DIR names no folder of corpora');
  await startBackend();
  const model = await loadModel(folder);
  for (const corpus of corpora.split(',')) {
    const metrics = await lookAtUnseen(model, { folder, name, corpus, why });
    console.log(`${name} on ${corpus}: ${cells(metrics).join(' | ')}`);
  }
  writeTables();
}

function writeTables() {
  for (const { file, has } of PAGES) fillPlace(file, PLACE, tableOf(has));
}

/** Fails where stored figures do not follow from the stored predictions, or the table from the figures. */
async function check() {
  for (const { folder } of storedResults()) {
    const [first] = await remeasureUnseen(folder);
    if (first) stop(`${folder}: metrics.json does not match the predictions: ${first}`);
  }
  for (const { file, has } of PAGES)
    if (fillPlace(file, PLACE, tableOf(has), { check: true })) stop(`${file} differs from the results`);
}

function storedResults() {
  return readdirSync(UNSEEN)
    .sort()
    .map((name) => ({ name, folder: join(UNSEEN, name) }))
    .filter(({ folder }) => existsSync(join(folder, 'metrics.json')))
    .map((one) => ({ ...one, stored: JSON.parse(readFileSync(join(one.folder, 'metrics.json'), 'utf8')) }));
}

function cells({ fourClasses, allClasses }) {
  return [
    withInterval(fourClasses),
    percent(fourClasses.war),
    percent(fourClasses.ece),
    `${withInterval(allClasses)} of ${allClasses.perClass.filter(({ support }) => support > 0).length} classes`,
    percent(allClasses.ece),
  ];
}

function tableOf(has) {
  const looks = existsSync(LOOKS) ? readFileSync(LOOKS, 'utf8').trim().split('\n').slice(1) : [];
  const rows = storedResults().flatMap(({ name, stored }) => {
    const model = name.slice(0, -stored.corpus.length - 1);
    if (!has(model)) return [];
    const seen = looks.filter((look) => look.split(',')[3] === stored.corpus).length;
    return [[model, stored.model.corpora.join(', '), stored.corpus, ...cells(stored), seen]];
  });
  const head = [
    'model',
    'trained on',
    'tested on',
    'four classes: UAR',
    'WAR',
    'ECE',
    'all classes: UAR',
    'ECE',
    'looks',
  ];
  return table(head, rows);
}

function stop(message) {
  console.error(message);
  process.exit(1);
}
