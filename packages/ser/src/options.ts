import { invalidArgument } from '@ser/core';
import { MODEL_KINDS, type ModelKind, type Precision } from '@ser/models';

const PRECISIONS: readonly Precision[] = ['float32', 'float16', 'int8'];

/** The options that several commands share, as the command line describes them. */
export const CORPUS_OPTIONS = {
  corpus: {
    type: 'string',
    valueHint: 'name',
    default: 'synthetic',
    description: 'emodb, ravdess, tess, or the built-in synthetic',
  },
  data: {
    type: 'string',
    valueHint: 'folder',
    description: "the corpus' folder (default: $SER_DATA_DIR/<corpus>, else data/<corpus>)",
  },
} as const;

/** What is trained: a file, and what differs from it. */
export const EXPERIMENT_OPTIONS = {
  config: {
    type: 'string',
    valueHint: 'file',
    description: 'an experiment as JSON, or a module (.ts, .js) that exports one; options override it',
  },
  corpus: {
    type: 'string',
    valueHint: 'names',
    description: 'emodb, ravdess, tess, …, the built-in synthetic (default), or several with commas between',
  },
  data: {
    type: 'string',
    valueHint: 'folder',
    description:
      "the corpus' folder, of several the one around them (default: $SER_DATA_DIR/<corpus>, else data/<corpus>)",
  },
  model: { type: 'string', valueHint: 'kind', description: `${MODEL_KINDS.join(', ')} (default: lstm)` as string },
  seed: { type: 'string', valueHint: 'n', description: 'the same seed gives the same result (default: 0)' },
  set: {
    type: 'string',
    valueHint: 'field=value',
    description: 'changes one field of the experiment, e.g. model.units=64; may be given several times',
  },
} as const;

export const INITIAL_OPTION = {
  initial: {
    type: 'string',
    valueHint: 'folder',
    description: 'a model of other corpora to begin with instead of random weights (fine-tuning)',
  },
} as const;

/** A model that is there already. */
export const MODEL_OPTION = {
  model: {
    type: 'string',
    valueHint: 'folder',
    description: 'the folder that `ser train` wrote (default: the pretrained model that comes with ser)',
  },
} as const;

export const PRECISION_OPTION = {
  precision: {
    type: 'string',
    valueHint: 'kind',
    default: 'float32',
    description: 'how exactly weights are kept: float32, float16 (half the size) or int8 (a quarter)',
  },
} as const;

export const PROTOCOL_OPTION = {
  protocol: {
    type: 'string',
    valueHint: 'name',
    description:
      'loso, emobox-6, cross-speaker, cross-corpus, speaker-<k>, random-<k> (default: the one that suits the corpus)',
  },
} as const;

export const EPOCHS_OPTION = {
  epochs: {
    type: 'string',
    valueHint: 'n',
    description: "passes over the training part (default: the model's recipe)",
  },
} as const;

export const FOLDS_OPTION = {
  folds: { type: 'string', valueHint: 'n', description: 'only the first n folds, for a quick look' },
} as const;

/** What is printed. */
export const OUTPUT_OPTIONS = {
  quiet: { type: 'boolean', description: 'print no progress' },
  'json-lines': { type: 'boolean', description: 'print progress and result as one JSON object a line' },
} as const;

export const RESUME_OPTION = {
  resume: { type: 'boolean', description: 'go on with a run that was interrupted, from its last whole epoch' },
} as const;

export const CACHE_OPTIONS = {
  cache: {
    type: 'string',
    valueHint: 'folder',
    default: '.ser-cache',
    description: 'where features are kept for the next run; --no-cache keeps none',
  },
} as const;

export const THREADS_OPTION = {
  threads: { type: 'string', valueHint: 'n', description: 'how much is done at once (default: all cores)' },
} as const;

/** Of one network, which cannot be divided as folds can. */
export const TRAINING_THREADS_OPTION = {
  threads: {
    type: 'string',
    valueHint: 'n',
    description:
      'features are extracted by n at once (default: all cores); training uses n (default: 1) if training.shards > 1',
  },
} as const;

/** Where features are kept: nowhere with `--no-cache`, which the parser turns into `false`. */
export function cacheFolder(value: string | boolean): { cache?: string } {
  if (value === false) return {};
  if (typeof value !== 'string' || value.trim() === '') throw invalidArgument('--cache', value, 'a folder');
  return { cache: value };
}

/** An option's text as a whole number in [min, max]; `undefined` stays so. */
export function wholeNumber(
  option: string,
  text: string | undefined,
  min: number,
  max: number = 1_000_000,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < min || value > max || text.trim() === '') {
    throw invalidArgument(`--${option}`, text, `a whole number from ${min} to ${max}`);
  }
  return value;
}

/** The text of `--seeds` as different whole numbers; `undefined` stays so. */
export function seedList(text: string | undefined): readonly number[] | undefined {
  if (text === undefined) return undefined;
  const seeds = text.split(',').map((seed) => wholeNumber('seeds', seed, 0)!);
  if (new Set(seeds).size < seeds.length) throw invalidArgument('--seeds', text, 'different numbers, e.g. 0,1,2');
  return seeds;
}

/** The text of `--model` as an architecture. */
export function modelKind(text: string): ModelKind {
  const kind = MODEL_KINDS.find((name) => name === text);
  if (!kind) throw invalidArgument('--model', text, `one of ${MODEL_KINDS.join(', ')}`);
  return kind;
}

/** The values of an option that may be given several times, in their order; the parser itself keeps the last. */
export function repeated(option: string, raw: readonly string[]): string[] {
  const values: string[] = [];
  for (const [i, token] of raw.entries()) {
    if (token === '--') break;
    if (token.startsWith(`--${option}=`)) values.push(token.slice(option.length + 3));
    else if (token === `--${option}`) {
      const value = raw[i + 1];
      if (value === undefined || value.startsWith('--'))
        throw invalidArgument(`--${option}`, '', 'followed by a value');
      values.push(value);
    }
  }
  return values;
}

/** The text of `--precision`. */
export function weightPrecision(text: string): Precision {
  const precision = PRECISIONS.find((name) => name === text);
  if (!precision) throw invalidArgument('--precision', text, `one of ${PRECISIONS.join(', ')}`);
  return precision;
}
