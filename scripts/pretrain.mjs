// Trains a model that the package `ser` carries, measures it and writes its card:
//
//   npm run pretrain -- open            trains (resumable: add --resume), calibrates, measures, writes the card
//   npm run pretrain -- open --measure  measures the trained model again and writes the card
//   npm run pretrain -- open --held-out the same without another look at unseen corpora
//   npm run pretrain -- open --card     writes the card from stored figures
//   npm run pretrain -- --check         writes nothing; fails where a card differs from stored predictions and figures
//
// Other options, such as `--threads 2` or `--data folder`, are passed on to `ser train`. The corpora lie in $SER_DATA_DIR.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { replaceFile } from './lib/pages.mjs';
import { cardOf, cardText, figuresOf } from './lib/pretrained-card.mjs';
import { MODELS } from './lib/pretrained-models.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const [first, ...others] = process.argv.slice(2);
const own = ['--measure', '--held-out', '--card', '--check'];
const isCheck = process.argv.includes('--check');

if (isCheck) {
  const wrong = (await Promise.all(Object.keys(MODELS).map(differingFiles))).flat();
  for (const file of wrong)
    console.error(`${file} differs from the stored figures: npm run pretrain -- <model> --card`);
  process.exit(wrong.length > 0 ? 1 : 0);
}
if (!Object.hasOwn(MODELS, first ?? '')) stop(`Name a model: ${Object.keys(MODELS).join(' or ')}`);
if (!others.some((option) => own.includes(option))) {
  train(first, others);
  const { calibratePretrained } = await import('./lib/calibrate-pretrained.mjs');
  const { corpus, like } = MODELS[first].calibration;
  await calibratePretrained(folders(first).model, { corpus, like: like && folders(like).model });
}
if (!others.includes('--card')) {
  const { measurePretrained } = await import('./lib/measure-pretrained.mjs');
  await measurePretrained(first, folders(first), others.includes('--held-out') ? [] : undefined);
}
for (const [file, text] of await wantedFiles(first)) replaceFile(file, text);

/** Where a model and its figures lie. */
function folders(name) {
  const figures = join(root, 'results/pretrained', name);
  mkdirSync(figures, { recursive: true });
  return { model: join(root, 'packages/ser/models', name), figures, unseen: join(root, 'results/unseen') };
}

/** Trains with `ser train`, whose last line has the history and the held-out speakers. */
function train(name, options) {
  const { model, figures } = folders(name);
  const { initial } = MODELS[name];
  const { status, stdout } = spawnSync(
    process.execPath,
    [
      ...[
        join(root, 'packages/ser/bin/ser.js'),
        'train',
        '--config',
        join(root, 'experiments/pretrained', `${name}.json`),
      ],
      ...['--precision', 'float16', '--out', model, '--force', '--json-lines'],
      ...(initial ? ['--initial', join(root, 'packages/ser/models', initial)] : []),
      ...options,
    ],
    { stdio: ['inherit', 'pipe', 'inherit'], maxBuffer: 2 ** 30 },
  );
  if (status !== 0) process.exit(status ?? 1);
  const { heldOutSpeakers, history } = JSON.parse(stdout.toString().trim().split('\n').at(-1));
  replaceFile(join(figures, 'training.json'), `${JSON.stringify({ heldOutSpeakers, history }, undefined, 2)}\n`);
}

/** The files of a card, as they follow from the stored predictions and figures. */
async function wantedFiles(name) {
  const { model } = folders(name);
  const figures = await figuresOf(name, folders(name));
  const path = join(model, 'model.json');
  const json = JSON.parse(readFileSync(path, 'utf8'));
  const { ser } = json.userDefinedMetadata;
  ser.card = cardOf(MODELS[name], ser.card, figures);
  return [
    [path, `${JSON.stringify(json)}\n`],
    [join(model, 'README.md'), cardText(MODELS[name], ser, figures)],
  ];
}

async function differingFiles(name) {
  if (!existsSync(join(root, 'packages/ser/models', name))) return [`packages/ser/models/${name}`];
  const wanted = await wantedFiles(name);
  return wanted
    .filter(([file, text]) => !existsSync(file) || readFileSync(file, 'utf8') !== text)
    .map(([file]) => file);
}

function stop(message) {
  console.error(message);
  process.exit(1);
}
