// Measures what enrollment from a few neutral clips (`ser enroll`) gains: `node scripts/enrollment-gain.mjs <experiment>
// [clips]` trains the experiment's recipe without the speakers of each fold, predicts their clips without enrollment,
// enrolled from neutral clips, and enrolled from all clips, and writes results/enrollment/<experiment>.json. Clips that a
// speaker is enrolled from are not evaluated. Needs the corpora in
// $SER_DATA_DIR, and `npm run build` first.
import { Random } from '../packages/core/dist/index.js';
import { enrollSpeaker } from '../packages/models/dist/index.js';
import { evaluate } from '../packages/training/dist/index.js';
import { openExperiment, stop, trainedFolds, Ways, writeRows } from './trained-folds.mjs';

const [name, clips = '4'] = process.argv.slice(2);
if (!/^[1-9]\d*$/.test(clips)) stop(`The number of clips must be a positive integer, got ${clips}`);
const opened = await openExperiment(name);
const { study } = opened;
const { corpus, experiment } = study;
const byId = new Map(corpus.utterances.map((utterance) => [utterance.id, utterance]));
const random = new Random(experiment.seed);
const ways = new Ways(study, ['stranger', 'neutral clips', 'all clips']);

for await (const { name: fold, test, trained } of trainedFolds(study)) {
  const known = await knownSpeakers(trained, test);
  const evaluated = test.filter((id) => !known.taken.has(id));
  ways.add('stranger', fold, (await evaluate(trained, corpus, evaluated)).predictions);
  for (const [way, speakers] of Object.entries(known.profiles))
    ways.add(way, fold, (await evaluate(trained, corpus, evaluated, { speakers })).predictions);
  console.log(`${fold}; all folds so far: ${ways}`);
}
await writeRows('enrollment', opened, { clips: Number(clips) }, ways.rows());

/** Returns profiles of the speakers of some clips, from a few neutral clips and from all, and the neutral clips used. */
async function knownSpeakers(trained, ids) {
  const profiles = { 'neutral clips': new Map(), 'all clips': new Map() };
  const taken = new Set();
  const sound = (id) => corpus.read(byId.get(id));
  for (const speaker of new Set(ids.map((id) => byId.get(id).speaker))) {
    const own = ids.filter((id) => byId.get(id).speaker === speaker);
    const neutral = own.filter((id) => byId.get(id).emotion === 'neutral');
    const drawn = random.fork(speaker).shuffle(neutral).slice(0, Number(clips));
    for (const id of drawn) taken.add(id);
    profiles['neutral clips'].set(speaker, enrollSpeaker(trained, await Promise.all(drawn.map(sound))));
    const whole = { shrinkage: 0, scale: true, reference: trained.frontEnd.config.normalization };
    profiles['all clips'].set(speaker, enrollSpeaker(trained, await Promise.all(own.map(sound)), whole));
  }
  return { profiles, taken };
}
