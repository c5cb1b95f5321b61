import { resolve } from 'node:path';
import { SerError } from '@ser/core';
import { type Experiment, overrideExperiment, parseExperiment } from '@ser/experiments';
import { aboutFile } from '../../recognize/audible.js';
import { readBytes, readJsonFile } from '../read-file.js';

/** The options that describe an experiment. */
export interface ExperimentArgs {
  readonly config?: string | undefined;
  readonly corpus?: string | undefined;
  readonly protocol?: string | undefined;
  readonly model?: string | undefined;
  readonly initial?: string | undefined;
  readonly seed?: number | undefined;
  readonly speakerAdaptation?: string | undefined;
  /** `field=value`, see `overrideExperiment`. */
  readonly set?: readonly string[] | undefined;
}

/** The experiment where neither file nor options state anything. */
const DEFAULTS = { corpus: 'synthetic', model: { kind: 'cnn' } };

/**
 * Returns the description of a command's experiment before it is completed: the file `--config` (JSON, or a
 * module in TypeScript or JavaScript by its default export), changed by the short options.
 */
export async function describeExperiment(args: ExperimentArgs): Promise<Record<string, unknown>> {
  const { config, corpus, protocol, model, initial, seed, speakerAdaptation } = args;
  const description: Record<string, unknown> = {
    ...(config === undefined ? DEFAULTS : await readExperimentFile(config)),
  };
  const stated = {
    corpus: corpus?.includes(',') ? corpus.split(',') : corpus,
    protocol,
    initial,
    seed,
    speakerAdaptation,
  };
  for (const [field, value] of Object.entries(stated)) if (value !== undefined) description[field] = value;
  if (model !== undefined) {
    const { model: spec } = description as { model?: { kind?: unknown } };
    if (spec?.kind !== model) description.model = { kind: model };
  }
  if (config !== undefined) named(config, () => parseExperiment(description));
  return description;
}

/** Returns the experiment of `--config`, the short options and `--set`, complete. */
export async function experimentOf(args: ExperimentArgs): Promise<Experiment> {
  return overrideExperiment(await describeExperiment(args), args.set ?? []);
}

async function readExperimentFile(file: string): Promise<object> {
  const value = await (isModule(file) ? readModule(file) : readJsonFile('--config', file));
  // Anything else is refused by the same message as elsewhere.
  if (typeof value !== 'object' || value === null || Array.isArray(value)) named(file, () => parseExperiment(value));
  return value as object;
}

/** Returns whether a description is a module, to be run, rather than JSON. */
const isModule = (file: string): boolean => /\.[cm]?[jt]s$/.test(file);

/** The default export of a module, in TypeScript too. */
async function readModule(file: string): Promise<unknown> {
  const option = `--config ${file}`;
  await readBytes(file);
  const { createJiti } = await import('jiti');
  const path = resolve(file);
  try {
    const jiti = createJiti(path, { fsCache: false, moduleCache: false, interopDefault: false });
    const { default: description } = await jiti.import<{ default?: unknown }>(path);
    if (description !== undefined) return description;
  } catch (cause) {
    const [message] = (cause as Error).message.split('\n');
    throw new SerError('INVALID_ARGUMENT', `${option} cannot be run: ${message}`, { cause });
  }
  throw new SerError('INVALID_ARGUMENT', `${option} has no default export`);
}

/** Puts the file's name before what is wrong in it. */
function named<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw aboutFile(file, error);
  }
}

/** The file next to a result that `--config` reads to make it again. */
export const EXPERIMENT_FILE = 'experiment.json';

/** An experiment as the text of such a file. */
export const experimentText = (experiment: Experiment): string => `${JSON.stringify(experiment, undefined, 2)}\n`;
