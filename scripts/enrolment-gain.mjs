// What it gives a model that was trained with strangers to know a speaker by a few neutral clips (`ser enroll`):
// `node scripts/enrolment-gain.mjs <experiment> [clips]` trains the experiment's recipe without the speakers of each
// fold, predicts these as strangers, by their neutral clips and by all their clips, and writes
// results/enrolment/<experiment>.json. Clips that a speaker is known by are not judged. Needs the corpora in
// $SER_DATA_DIR, and `npm run build` first.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeMachine, revision } from '../benchmarks/harness/machine.mjs';
import { Random } from '../packages/core/dist/index.js';
import { writeFiles } from '../packages/core/dist/node/index.js';
import { combineCorpora, splitCorpus } from '../packages/datasets/dist/index.js';
import { loadCorpus, loadFeatures, loadVariants } from '../packages/datasets/dist/node.js';
import { enrolSpeaker, startBackend } from '../packages/models/dist/index.js';
import { compareRuns, evaluate, measure, trainModel } from '../packages/training/dist/index.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const [name = '', clips = '4'] = process.argv.slice(2);
const description = join(root, 'experiments', `${name}.json`);
const data = process.env.SER_DATA_DIR;
if (!existsSync(description))
  stop(`There is no experiment ${JSON.stringify(name)}: name one of experiments/, e.g. emodb-loso-cnn`);
if (!/^[1-9]\d*$/.test(clips)) stop(`The number of clips must be a positive integer, got ${clips}`);
if (data === undefined) stop('SER_DATA_DIR must name the folder of the corpora');
const { protocol, model, frontEnd, training, seed, ...experiment } = JSON.parse(readFileSync(description, 'utf8'));
const CACHE = { cache: '.ser-cache' };
const WAYS = ['stranger', 'neutral clips', 'all clips'];

await startBackend();
const corpora = await Promise.all([experiment.corpus].flat().map((one) => loadCorpus(one, join(data, one))));
const corpus = corpora.length === 1 ? corpora[0] : combineCorpora(corpora);
const features = await loadFeatures(corpus, frontEnd, CACHE);
const augmentation = experiment.augmentation && { ...experiment.augmentation, seed };
const variants = augmentation && {
  augmentation,
  features: await loadVariants(corpus, frontEnd, { ...augmentation, ...CACHE }),
};
const byId = new Map(corpus.utterances.map((utterance) => [utterance.id, utterance]));
const { folds } = splitCorpus(corpus, protocol, { seed });
const random = new Random(seed);
const predictions = Object.fromEntries(WAYS.map((way) => [way, []]));

for (const { name: fold, train, test } of folds) {
  const recipe = { model, frontEnd, training, seed, ...(variants && { variants }) };
  const { model: trained } = await trainModel({ corpus, ids: train, features, ...recipe });
  const known = await knownSpeakers(trained, test);
  const judged = test.filter((id) => !known.taken.has(id));
  for (const way of WAYS) {
    const speakers = known.profiles[way];
    const result = await evaluate(trained, corpus, judged, speakers ? { speakers } : {});
    predictions[way].push(...result.predictions.map((prediction) => ({ ...prediction, fold })));
  }
  trained.dispose();
  console.log(`${fold}; all folds so far:`, WAYS.map((way) => `${way} ${percent(measured(way).uar)}`).join(', '));
}

function stop(reason) {
  console.error(reason);
  process.exit(1);
}

/** Profiles of the speakers of some clips, by a few neutral ones and by all, and the neutral clips taken for it. */
async function knownSpeakers(trained, ids) {
  const profiles = { 'neutral clips': new Map(), 'all clips': new Map() };
  const taken = new Set();
  const sound = (id) => corpus.read(byId.get(id));
  for (const speaker of new Set(ids.map((id) => byId.get(id).speaker))) {
    const own = ids.filter((id) => byId.get(id).speaker === speaker);
    const neutral = own.filter((id) => byId.get(id).emotion === 'neutral');
    const drawn = random.fork(speaker).shuffle(neutral).slice(0, Number(clips));
    for (const id of drawn) taken.add(id);
    profiles['neutral clips'].set(speaker, enrolSpeaker(trained, await Promise.all(drawn.map(sound))));
    const whole = { shrinkage: 0, scale: true, reference: trained.frontEnd.config.normalisation };
    profiles['all clips'].set(speaker, enrolSpeaker(trained, await Promise.all(own.map(sound)), whole));
  }
  return { profiles, taken };
}

function measured(way) {
  return measure(predictions[way], corpus.emotions);
}

function percent(value) {
  return (100 * value).toFixed(1);
}

const run = (way) => ({
  config: { corpus: corpus.name, protocol, labels: corpus.emotions },
  predictions: predictions[way],
});
const rows = WAYS.map((way) => {
  const { uar, ci95, war } = measured(way);
  const gain = way === WAYS[0] ? {} : gainOf(way);
  return { known: way, uar, ci95, war, n: predictions[way].length, ...gain };
});

function gainOf(way) {
  const { uarDifference, ci95 } = compareRuns(run(WAYS[0]), run(way));
  return { gain: uarDifference, gainCi95: ci95 };
}

const about = { machine: describeMachine(), revision: revision(), date: new Date().toISOString() };
const result = { experiment: name, clips: Number(clips), seed, ...about, rows };
const file = join(root, 'results/enrolment', `${name}.json`);
await writeFiles(dirname(file), { [`${name}.json`]: `${JSON.stringify(result, undefined, 2)}\n` });
console.table(rows.map(({ known, uar, gain }) => ({ known, uar: percent(uar), gain: gain && percent(gain) })));
