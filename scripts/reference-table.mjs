// Writes the tables of reference results into README.md and results/reference/README.md, between their marks:
// `node scripts/reference-table.mjs`. With --check it writes nothing and fails if a page says something else.
// What was known of test speakers beforehand decides the table: figures of different kinds are never mixed.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { groupBy } from '../packages/core/dist/index.js';
import { createFrontEnd } from '../packages/dsp/dist/index.js';
import { Run } from '../packages/experiments/dist/index.js';
import { buildModel, startBackend } from '../packages/models/dist/index.js';
import { fillPlace, heading, percent, row, withInterval } from './lib/pages.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const reference = join(root, 'results/reference');
const SETTINGS = [
  { corpus: 'emodb', protocol: 'loso', title: 'EMO-DB, `loso`' },
  { corpus: 'ravdess', protocol: 'emobox-6', title: 'RAVDESS, `emobox-6`' },
  { corpus: 'tess', protocol: 'cross-speaker', title: 'TESS, `cross-speaker`' },
  { corpus: 'crema-d', protocol: 'speaker-10', title: 'CREMA-D, `speaker-10`' },
  { corpus: 'emodb+ravdess+tess', protocol: 'speaker-6', title: 'all three together, `speaker-6`, six emotions' },
  { corpus: 'emodb+ravdess+tess', protocol: 'cross-corpus', title: 'train on two, test on the third, six emotions' },
];
/** Protocols that share speakers, with what a paper's network reaches by them at its last epoch (UAR, WAR). */
const SHARED_SETTINGS = [
  { corpus: 'emodb', protocol: 'random-10', title: 'EMO-DB, `random-10`', published: '89.19, 90.28' },
  { corpus: 'ravdess', protocol: 'random-10', title: 'RAVDESS, `random-10`', published: '90.04, 90.07' },
];
const ABOUT_SHARED =
  'Speakers shared between training and test: no measure of recognition, only to compare with the paper of TIM-Net, whose network reaches the figures in the last column at its last epoch.';
/** Kinds of speaker adaptation. */
const KNOWN = ['enrolled', 'speaker'];
const ABOUT_KNOWN =
  'Speakers known beforehand, in training and in the test, which is an easier question: by a few neutral clips, which are not judged, or by all their clips without labels.';
const PLACE = ['<!-- reference table -->', '<!-- end of reference table -->'];

await startBackend({ backend: 'cpu' });
const read = (...path) => JSON.parse(readFileSync(join(reference, ...path), 'utf8'));
const folders = readdirSync(reference).filter((name) => existsSync(join(reference, name, 'metrics.json')));
for (const name of folders) {
  const { corpus, protocol } = read(name, 'config.json');
  if (![...SETTINGS, ...SHARED_SETTINGS].some((setting) => setting.corpus === corpus && setting.protocol === protocol))
    throw new Error(`results/reference/${name} stands in no table: there is none for ${corpus}, ${protocol}`);
}

/** Parameters of the network of a run, or of all networks of an ensemble. */
function parametersOf({ model, frontEnd, training, labels, members }) {
  if (members) return members.reduce((sum, member) => sum + parametersOf(member), 0);
  const { coeffs } = createFrontEnd(frontEnd);
  const network = buildModel(model, { frames: training.window.frames, coeffs, classes: labels.length, seed: 0 });
  const count = network.countParams();
  network.dispose();
  return count;
}

/** The minutes of training; empty for an ensemble, whose members have their own. */
const minutes = (name) => {
  if (read(name, 'config.json').members) return '';
  const seconds = read(name, 'histories.json').reduce((sum, { history }) => sum + history.seconds, 0);
  return seconds < 600 ? `${(seconds / 60).toFixed(1)} min` : `${Math.round(seconds / 60)} min`;
};

/** The runs of a setting with one kind of speaker adaptation, best first. */
function runsOf({ corpus, protocol }, speakerAdaptation) {
  return (
    folders
      .map((name) => ({ name, config: read(name, 'config.json') }))
      // The oldest results do not state it: they had none.
      .filter(({ config: { speakerAdaptation: found = 'none' } }) => found === speakerAdaptation)
      .filter(({ config }) => config.corpus === corpus && config.protocol === protocol)
      .map((run) => ({
        ...run,
        plain: run.name.replace(`-${speakerAdaptation}`, ''),
        metrics: read(run.name, 'metrics.json'),
      }))
      .sort((a, b) => b.metrics.uar - a.metrics.uar)
  );
}

const titleOf = ({ title }, { labels }) => `${title} (chance ${percent(1 / labels.length)})`;
const kindOf = ({ model: { kind }, initial }) => (initial ? `pretrained ${kind}` : kind);
const listOf = (members) =>
  [...groupBy(members, kindOf)].map(([kind, { length }]) => (length > 1 ? `${length} × ${kind}` : kind)).join(', ');
function linkTo({ name, config }, folder) {
  if (config.members) return `[ensemble](${folder}${name}) of ${listOf(config.members)}`;
  const weights = config.initial
    ? ` from the weights of ${basename(read(name, 'experiment.json').initial)}, ${config.training.epochs} epochs`
    : '';
  return `[${config.model.kind}](${folder}${name})${weights}`;
}
const agreedOf = ({ agreed }) =>
  agreed ? `; where listeners agree ${withInterval({ uar: agreed.uar.value, ci95: agreed.uar.ci95 })}` : '';
const figuresOf = (metrics) => [
  withInterval(metrics) + agreedOf(metrics),
  ...[metrics.war, metrics.macroF1, metrics.ece].map(percent),
];

/** One row a run: of the settings above, best first. */
function rows(setting, folder) {
  return runsOf(setting, 'none').map((run, i) => {
    const { name, config, metrics } = run;
    const parameters = parametersOf(config);
    return row([
      i === 0 ? titleOf(setting, config) : '',
      linkTo(run, folder),
      ...figuresOf(metrics),
      `${Math.round(parameters / 1000)} k, ${Math.round((4 * parameters) / 1000)} kB`,
      minutes(name),
    ]);
  });
}

/** What was known of each test speaker. */
const knowledgeOf = ({ speakerAdaptation, enrollmentClips }) =>
  speakerAdaptation === 'enrolled' ? `${enrollmentClips} neutral clips` : 'all clips, unlabeled';

/** The UAR gained over the plain run on the clips that both judge. */
async function gainOf({ name, plain }) {
  if (!folders.includes(plain)) return '';
  const [before, after] = await Promise.all([plain, name].map((one) => Run.read(join(reference, one))));
  const { uarDifference, ci95 } = before.compare(after, { acrossAdaptations: true });
  return withInterval({ uar: uarDifference, ci95 });
}

/** Rows of the runs that know something of their test speakers, each kind by itself. */
async function knownRows(setting, folder) {
  const found = KNOWN.flatMap((speakerAdaptation) =>
    runsOf(setting, speakerAdaptation).map((run, i) => ({ run, first: i === 0 })),
  );
  return Promise.all(
    found.map(async ({ run, first }) => {
      const { config, metrics } = run;
      const known = first ? [titleOf(setting, config), knowledgeOf(config)] : ['', ''];
      return row([...known, linkTo(run, folder), ...figuresOf(metrics), metrics.utterances, await gainOf(run)]);
    }),
  );
}

/** Rows of the runs that share speakers. */
function sharedRows(setting, folder) {
  return runsOf(setting, 'none').map((run) => {
    const { config, metrics } = run;
    const { mean, sd } = metrics.overFolds.uar;
    const overFolds = `${percent(mean)} ± ${percent(sd)}`;
    return row([
      ...[titleOf(setting, config), linkTo(run, folder), ...figuresOf(metrics), overFolds],
      ...[minutes(run.name), setting.published],
    ]);
  });
}

const FIGURES = ['UAR [95 % interval]', 'WAR', 'macro-F1', 'ECE'];
const KNOWN_HEADING = heading([
  ...['corpus and protocol', 'known of each speaker', 'model', ...FIGURES],
  ...['clips judged', 'UAR gained on the clips that plain judges too'],
]);

const SHARED_HEADING = heading([
  ...['corpus and protocol', 'model', ...FIGURES],
  ...['UAR over folds', 'training, all folds', 'published UAR, WAR'],
]);

async function table(folder) {
  const shared = SHARED_SETTINGS.flatMap((setting) => sharedRows(setting, folder));
  const known = (await Promise.all(SETTINGS.map((setting) => knownRows(setting, folder)))).flat();
  return [
    ...heading(['corpus and protocol', 'model', ...FIGURES, 'parameters, float32', 'training, all folds']),
    ...SETTINGS.flatMap((setting) => rows(setting, folder)),
    ...(known.length === 0 ? [] : ['', ABOUT_KNOWN, '', ...KNOWN_HEADING, ...known]),
    ...(shared.length === 0 ? [] : ['', ABOUT_SHARED, '', ...SHARED_HEADING, ...shared]),
  ].join('\n');
}

const check = process.argv.includes('--check');
for (const [page, folder] of [
  ['README.md', 'results/reference/'],
  ['results/reference/README.md', ''],
]) {
  if (!fillPlace(join(root, page), PLACE, await table(folder), { check })) continue;
  if (check) {
    console.error(`${page} does not say what results/reference holds: run node scripts/reference-table.mjs`);
    process.exitCode = 1;
  } else console.log(`${page} updated`);
}
