// Trains the model that the package `ser` carries and writes its card: `npm run pretrain` (options such as
// `-- --threads 2` or `--data folder` are passed on to `ser train`; `-- --card` writes the card alone, `-- --check` writes
// nothing and fails if the card says something else than the results). The figures in the card come from the
// cross-validations of the same recipe in results/reference, which `npm run reproduce` makes, and from results/enrollment
// (scripts/enrollment-gain.mjs).
import { spawnSync } from 'node:child_process';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Run } from '../packages/experiments/dist/index.js';
import { measure } from '../packages/training/dist/index.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const RECIPE = 'emodb+ravdess+tess-speaker-6-cnn';
const JUDGED = { 'speaker-6': RECIPE, 'cross-corpus': 'emodb+ravdess+tess-cross-corpus-cnn' };
const OUT = join(root, 'packages/ser/models/base');

const runs = Object.fromEntries(
  await Promise.all(
    Object.entries(JUDGED).map(async ([protocol, name]) => [
      protocol,
      await Run.read(join(root, 'results/reference', name)),
    ]),
  ),
);

const check = process.argv.includes('--check');
if (!check && !process.argv.includes('--card')) train(process.argv.slice(2));

const rounded = (value) => Math.round(1000 * value) / 1000;
const percent = (value) => (100 * value).toFixed(1);
const corpora = runs['speaker-6'].config.corpus.split('+');

/** The predictions of one corpus' utterances, measured alone. */
function measuredOn(corpus, { predictions, config }) {
  const own = predictions.filter(({ speaker }) => speaker.startsWith(`${corpus}/`));
  return measure(own, config.labels);
}

const figures = Object.entries(runs).flatMap(([protocol, run]) => [
  [`uar.${protocol}`, run.metrics.uar.value],
  ...corpora.map((corpus) => [`uar.${protocol}.${corpus}`, measuredOn(corpus, run).uar.value]),
]);
const recalls = runs['speaker-6'].metrics.perClass.map(({ label, recall }) => [`recall.speaker-6.${label}`, recall]);

const enrollment = JSON.parse(readFileSync(join(root, 'results/enrollment', `${RECIPE}.json`), 'utf8'));
const known = enrollment.rows.find((row) => row.way === 'neutral clips');

/** How sure a run is on average, and how often it is right. */
function confidence({ metrics, predictions }) {
  const sure = predictions.reduce((sum, { probabilities }) => sum + Math.max(...probabilities), 0) / predictions.length;
  return `${percent(sure)} % sure and ${percent(metrics.war.value)} % right`;
}

const NOTES = [
  'Acted speech only, in English (RAVDESS, TESS) and German (EMO-DB): spontaneous, mixed or weak emotion is harder than these figures say.',
  'TESS has two speakers with 1200 clips each; its figures rest on two voices.',
  'uar.speaker-6: test speakers never heard in training. uar.cross-corpus: test corpus never heard either; expect figures like these on your own recordings.',
  'Disgust is claimed too often, above all for TESS voices; happiness is missed most, and taken for anger, disgust or fear.',
  `Speakers enrolled by ${enrollment.clips} neutral clips each (\`ser enroll\`) gained ${percent(known.gain)} points of UAR under speaker-6, 95 % interval ${percent(known.gainCi95[0])} to ${percent(known.gainCi95[1])}.`,
  `Its confidence is no probability: on average ${confidence(runs['speaker-6'])} under speaker-6, ${confidence(runs['cross-corpus'])} under cross-corpus.`,
  'Not for decisions about people: emotion in a voice is not a fact about a person.',
];

const path = join(OUT, 'model.json');
const model = JSON.parse(readFileSync(path, 'utf8'));
const { ser } = model.userDefinedMetadata;
ser.card = {
  ...ser.card,
  name: 'base',
  description:
    'A small 1-D CNN over log-mel bands for six emotions, trained on EMO-DB, RAVDESS and TESS with noise, rooms, speed and band limits',
  license:
    'CC BY-NC-SA 4.0, after RAVDESS (CC BY-NC-SA 4.0); TESS is CC BY-NC-ND 4.0 and EMO-DB free to use: for non-commercial use',
  metrics: Object.fromEntries([...figures, ...recalls].map(([name, value]) => [name, rounded(value)])),
  notes: NOTES,
};
replace(path, JSON.stringify(model));
replace(join(OUT, 'README.md'), cardText(ser));

/** Trains on all utterances. */
function train(options) {
  const recipe = ['--config', `experiments/${RECIPE}.json`, '--precision', 'float16', '--out', OUT];
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'packages/ser/bin/ser.js'), 'train', ...recipe, ...options],
    {
      cwd: root,
      stdio: 'inherit',
    },
  );
  if (status !== 0) process.exit(status ?? 1);
}

function replace(file, text) {
  if (check) {
    if (readFileSync(file, 'utf8') === text) return;
    console.error(`${file} says something else than results/: run npm run pretrain -- --card`);
    process.exit(1);
  }
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

/** The card for people. */
function cardText({ card, labels }) {
  const row = (cells) => `| ${cells.join(' | ')} |`;
  const interval = ({ uar, ci95: [low, high] }) => `${percent(uar)} [${percent(low)}, ${percent(high)}]`;
  const table = Object.entries(runs).map(([protocol, run]) =>
    row([
      protocol,
      interval(run.metrics),
      percent(run.metrics.war),
      ...corpora.map((corpus) => percent(measuredOn(corpus, run).uar)),
    ]),
  );
  const classes = runs['speaker-6'].metrics.perClass.map(({ label, recall, precision, support }) =>
    row([label, percent(recall), percent(precision), support]),
  );
  return `# Model card: ${card.name}

${card.description}. Emotions: ${labels.join(', ')}. Seed ${card.seed}, trained ${card.trainedAt?.slice(0, 10)}; made by \`npm run pretrain\` from
\`experiments/${RECIPE}.json\`.

- **Data**: ${corpora.join(', ')}, the utterances of these six emotions.
- **License of the weights**: ${card.license}.

## Figures

Of the same recipe, cross-validated (UAR in per cent, 95 % interval by bootstrap over speakers; chance is ${percent(1 / labels.length)}). The shipped weights
were then trained on all utterances, so no figure of their own can be measured on these corpora.

${row(['protocol', 'UAR', 'WAR', ...corpora.map((corpus) => `UAR on ${corpus}`)])}
${row(['---', '---', '---', ...corpora.map(() => '---')])}
${table.join('\n')}

Classes under \`speaker-6\`, in per cent:

${row(['emotion', 'recall', 'precision', 'utterances'])}
${row(['---', '---', '---', '---'])}
${classes.join('\n')}

## Known failures and limits

${card.notes.map((note) => `- ${note}`).join('\n')}
`;
}
