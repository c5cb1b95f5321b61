import { invalidArgument } from '@ser/core';
import { MODEL_KINDS, type ModelKind } from '@ser/models';

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

export const TRAINING_OPTIONS = {
  model: { type: 'string', valueHint: 'kind', default: 'lstm', description: 'cnn, rnn or lstm' },
  epochs: {
    type: 'string',
    valueHint: 'n',
    description: "passes over the training part (default: the model's recipe)",
  },
  seed: { type: 'string', valueHint: 'n', default: '0', description: 'the same seed gives the same result' },
  quiet: { type: 'boolean', description: 'print no progress' },
} as const;

export const CACHE_OPTIONS = {
  cache: {
    type: 'string',
    valueHint: 'folder',
    default: '.ser-cache',
    description: 'where features are kept for the next run; --no-cache keeps none',
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

/** The text of `--model` as an architecture. */
export function modelKind(text: string): ModelKind {
  const kind = MODEL_KINDS.find((name) => name === text);
  if (!kind) throw invalidArgument('--model', text, `one of ${MODEL_KINDS.join(', ')}`);
  return kind;
}
