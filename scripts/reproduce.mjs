// Repeats results/reference/<name>/, with its report.html, from experiments/<name>.json: `npm run reproduce -- <name> …`.
// An ensemble, of experiments/ensembles/<name>.json, is combined of the stored runs of its members.
// Without a name it lists the experiments; `-- all` runs all of them. Options after the names (such as `--threads 4` or
// `--data folder`) are passed on to `ser evaluate`.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const command = join(root, 'packages/ser/bin/ser.js');
const namesIn = (folder) =>
  readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.replace(/\.json$/, ''))
    .sort();
const experiments = namesIn('experiments');
const ensembles = namesIn('experiments/ensembles');
const names = [...experiments, ...ensembles];

const read = (...path) => JSON.parse(readFileSync(join(root, ...path), 'utf8'));
const resultOf = (name) => join('results/reference', name);

/** Describes the stored run of an experiment: result, protocol, training time. */
function taken(name) {
  if (!existsSync(join(root, resultOf(name), 'histories.json'))) return 'not run yet';
  const seconds = read(resultOf(name), 'histories.json').reduce((sum, { history }) => sum + history.seconds, 0);
  const { environment = {} } = read(resultOf(name), 'config.json');
  const { uar, protocol, warning } = read(resultOf(name), 'metrics.json');
  const shared = warning === undefined ? '' : ` (${warning})`;
  return `UAR ${(100 * uar).toFixed(1)} % under ${protocol}${shared}, ${Math.ceil(seconds / 60)} min of training on ${environment.cpu ?? 'an unknown machine'}`;
}

/** Describes the stored result of an ensemble. */
function combined(name) {
  if (!existsSync(join(root, resultOf(name), 'metrics.json'))) return 'not combined yet';
  const { uar, protocol } = read(resultOf(name), 'metrics.json');
  return `UAR ${(100 * uar).toFixed(1)} % under ${protocol}`;
}

function list() {
  console.log('Experiments; repeat one with: npm run reproduce -- <name>\n');
  for (const name of experiments) {
    const { description, corpus, training } = read('experiments', `${name}.json`);
    console.log(
      `${name}\n  ${description}\n  needs ${corpus} in $SER_DATA_DIR; ${training.epochs} epochs per fold; ${taken(name)}`,
    );
  }
  for (const name of ensembles) {
    const { description, members } = read('experiments/ensembles', `${name}.json`);
    console.log(`${name}\n  ${description}\n  combines the stored ${members.join(', ')}; ${combined(name)}`);
  }
  console.log(`\nTraining times are the sum over all folds; folds run on all cores (${cpus().length} here).`);
}

/** Arguments of the command that makes a result. */
function argumentsFor(name, options) {
  if (!ensembles.includes(name))
    return ['evaluate', '--config', `experiments/${name}.json`, '--out', resultOf(name), ...options];
  const { members } = read('experiments/ensembles', `${name}.json`);
  return ['compare', '--combine', resultOf(name), ...members.map(resultOf)];
}

function run(name, options) {
  console.log(`\n${name}`);
  const { status } = spawnSync(process.execPath, [command, ...argumentsFor(name, options)], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}

const given = process.argv.slice(2);
const first = given.findIndex((word) => word.startsWith('-'));
const chosen = first < 0 ? given : given.slice(0, first);
const options = first < 0 ? [] : given.slice(first);
const unknown = chosen.filter((name) => name !== 'all' && !names.includes(name));
if (unknown.length > 0) {
  console.error(`Unknown experiment ${unknown.join(', ')}. Known are: ${names.join(', ')}`);
  process.exit(1);
}
if (chosen.length === 0) list();
else if (!existsSync(join(root, 'packages/ser/dist/cli.js'))) {
  console.error('Build first: npm run build');
  process.exit(1);
} else for (const name of chosen.includes('all') ? names : chosen) run(name, options);
