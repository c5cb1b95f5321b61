// Writes the table of reference results into README.md and results/reference/README.md, between their marks:
// `node scripts/reference-table.mjs`. With --check it writes nothing and fails if a page says something else.
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFrontEnd } from '../packages/dsp/dist/index.js';
import { buildModel, startBackend } from '../packages/models/dist/index.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const reference = join(root, 'results/reference');
const KINDS = ['cnn', 'rnn', 'lstm', 'tim-net', 'baseline'];
const SETTINGS = [
  { corpus: 'emodb', protocol: 'loso', title: 'EMO-DB, `loso`' },
  { corpus: 'ravdess', protocol: 'emobox-6', title: 'RAVDESS, `emobox-6`' },
  { corpus: 'tess', protocol: 'cross-speaker', title: 'TESS, `cross-speaker`' },
  { corpus: 'emodb+ravdess+tess', protocol: 'speaker-6', title: 'all three together, `speaker-6`, six emotions' },
  { corpus: 'emodb+ravdess+tess', protocol: 'cross-corpus', title: 'train on two, test on the third, six emotions' },
];
const OPEN = '<!-- reference table -->';
const CLOSE = '<!-- end of reference table -->';

await startBackend({ backend: 'cpu' });
const read = (...path) => JSON.parse(readFileSync(join(reference, ...path), 'utf8'));
const folders = readdirSync(reference).filter((name) => existsSync(join(reference, name, 'metrics.json')));

const percent = (value) => (100 * value).toFixed(1);
const interval = ({ uar, ci95: [low, high] }) => `${percent(uar)} [${percent(low)}, ${percent(high)}]`;

/** Parameters of the network of a run. */
function parametersOf({ model, frontEnd, training, labels }) {
  const { coeffs } = createFrontEnd(frontEnd);
  const network = buildModel(model, { frames: training.window.frames, coeffs, classes: labels.length, seed: 0 });
  const count = network.countParams();
  network.dispose();
  return count;
}

const minutes = (name) => {
  const seconds = read(name, 'histories.json').reduce((sum, { history }) => sum + history.seconds, 0);
  return seconds < 600 ? `${(seconds / 60).toFixed(1)} min` : `${Math.round(seconds / 60)} min`;
};

/** One row a run: of the settings above, best first. */
function rows({ corpus, protocol, title }, folder) {
  return KINDS.map((kind) => `${corpus}-${protocol}-${kind}`)
    .filter((name) => folders.includes(name))
    .map((name) => ({ name, config: read(name, 'config.json'), metrics: read(name, 'metrics.json') }))
    .sort((a, b) => b.metrics.uar - a.metrics.uar)
    .map(({ name, config, metrics }, i) => {
      const parameters = parametersOf(config);
      const cells = [
        i === 0 ? `${title} (chance ${percent(1 / config.labels.length)})` : '',
        `[${config.model.kind}](${folder}${name})`,
        interval(metrics),
        percent(metrics.war),
        percent(metrics.macroF1),
        percent(metrics.ece),
        `${Math.round(parameters / 1000)} k, ${Math.round((4 * parameters) / 1000)} kB`,
        minutes(name),
      ];
      return `| ${cells.join(' | ')} |`;
    });
}

function table(folder) {
  return [
    '| corpus and protocol | model | UAR [95 % interval] | WAR | macro-F1 | ECE | parameters, float32 | training, all folds |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...SETTINGS.flatMap((setting) => rows(setting, folder)),
  ].join('\n');
}

const check = process.argv.includes('--check');
for (const [page, folder] of [
  ['README.md', 'results/reference/'],
  ['results/reference/README.md', ''],
]) {
  const path = join(root, page);
  const text = readFileSync(path, 'utf8');
  const [before, rest] = text.split(OPEN);
  const after = rest?.split(CLOSE)[1];
  if (after === undefined) throw new Error(`${page} has no place for the table: ${OPEN} … ${CLOSE}`);
  const wanted = `${before}${OPEN}\n\n${table(folder)}\n\n${CLOSE}${after}`;
  if (squeezed(wanted) === squeezed(text)) continue;
  if (check) {
    console.error(`${page} does not say what results/reference holds: run node scripts/reference-table.mjs`);
    process.exitCode = 1;
    continue;
  }
  writeFileSync(`${path}.new`, wanted);
  renameSync(`${path}.new`, path);
  console.log(`${page} updated`);
}

/** A table's text without the padding of its cells. */
function squeezed(text) {
  return text.replace(/ +/g, ' ').replace(/-{3,}/g, '---');
}
