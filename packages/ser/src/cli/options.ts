import { Option } from '@commander-js/extra-typings';
import { invalidArgument } from '@ser/core';
import type { Precision } from '@ser/models';
import { PRETRAINED } from '../pretrained.js';

const PRECISIONS: readonly Precision[] = ['float32', 'float16', 'int8'];

/** Returns a parser of whole numbers in [min, max], which names its option in errors. */
export const wholeNumber =
  (option: string, min: number, max: number = 1_000_000) =>
  (text: string): number => {
    const value = Number(text);
    if (!Number.isSafeInteger(value) || value < min || value > max || text.trim() === '')
      throw invalidArgument(option, text, `a whole number from ${min} to ${max}`);
    return value;
  };

/** Collects the values of an option that may be repeated. */
export const repeated = (value: string, others: readonly string[] = []): readonly string[] => [...others, value];

/** Parses names that are separated by commas. */
export const names = (text: string): readonly string[] =>
  text.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));

function folderName(text: string): string {
  if (text.trim() === '') throw invalidArgument('--cache', text, 'a folder');
  return text;
}

/**
 * The options that several commands share; those of experiments alone are in `EXPERIMENT_OPTIONS`. Each call returns a new
 * option, because a command changes its options.
 */
export const OPTIONS = {
  corpus: () =>
    new Option(
      '--corpus <names>',
      'published corpus, table of recordings, db.yaml of audformat, synthetic, or several separated by commas (default: synthetic)',
    ),
  data: () =>
    new Option('--data <folder>', 'folder of the corpus (default: $SER_DATA_DIR/<corpus>, else data/<corpus>)'),
  seed: () => new Option('--seed <n>', 'seed of all random numbers (default: 0)').argParser(wholeNumber('--seed', 0)),
  set: () =>
    new Option('--set <field=value>', 'change a field of the experiment, e.g. model.units=64; repeatable').argParser(
      repeated,
    ),
  cache: () =>
    new Option('--cache <folder>', 'folder of the feature cache').argParser(folderName).default('.ser-cache'),
  noCache: () => new Option('--no-cache', 'do not store features for the next run'),
  channel: () =>
    new Option('--channel <n>', 'take one channel, from 0, instead of the mean of all').argParser(
      wholeNumber('--channel', 0, 254),
    ),
  threads: () =>
    new Option('--threads <n>', 'number of worker threads (default: all cores)').argParser(
      wholeNumber('--threads', 1, 256),
    ),
  strict: () => new Option('--strict', 'stop at a recording that cannot be used, instead of leaving it out'),
  resume: () => new Option('--resume', 'continue an interrupted run from its last complete epoch'),
  quiet: () => new Option('--quiet', 'print no progress'),
  jsonLines: () => new Option('--json-lines', 'print progress and result as JSON, one object per line'),
  json: () => new Option('--json', 'print the result as JSON'),
  modelFolder: () =>
    new Option(
      '--model <name>',
      `${PRETRAINED.join(' or ')}, or a folder written by \`ser train\` (default: ${PRETRAINED[0]})`,
    ),
  encoder: () =>
    new Option(
      '--encoder <file>',
      'speech encoder (ONNX) of a model or experiment that names one, or its folder (default: $SER_ENCODER, else next to the model)',
    ),
  precision: () =>
    new Option('--precision <kind>', 'precision of the weights: float16 has half the size, int8 a quarter')
      .choices(PRECISIONS)
      .default('float32' as Precision),
} as const;

/** Returns the description of an option `--out <folder>`. */
export const outFolder = (description: string) => new Option('--out <folder>', description);
