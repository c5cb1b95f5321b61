import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SerError } from '@ser/core';
import { writeFiles } from '@ser/core/node';
import * as v from '@ser/core/valibot';
import { ADAPTATION_KINDS, type History, measure } from '@ser/training';
import { currentConfig, currentMetrics } from './former-config.js';
import { differences } from './json-differences.js';
import { metricsFile, RUN_FILES } from './metrics-file.js';
import { formatPredictions, parsePredictions } from './predictions-csv.js';
import type { RunConfig } from './run-config.js';
import type { FoldSummary, RunData } from './run-data.js';

/** Figures that every `metrics.json` has. */
const REQUIRED = ['corpus', 'protocol', 'model', 'uar', 'war', 'macroF1', 'ece', 'ci95', 'confusion', 'folds'];

/** A stored run, and the differences between its `metrics.json` and its predictions. */
export interface Remeasured {
  readonly run: RunData;
  /** Each as `folds.0.uar: stored 0.7, measured 0.6`; empty if there are none. */
  readonly differences: readonly string[];
}

/** Reads a run from a folder, see `Run.read`. */
export async function readRun(folder: string): Promise<RunData> {
  const { run, differences } = await remeasure(folder);
  const [first] = differences;
  if (first !== undefined) {
    throw new SerError('FILE_ACCESS', `${folder}: ${RUN_FILES.metrics} does not match the predictions: ${first}`);
  }
  return run;
}

/**
 * Measures a stored run again from its `predictions.csv` and returns the differences from `metrics.json`, to prove that
 * published figures follow from the stored predictions. A run of an earlier version may have fewer figures and former field
 * names: `normalization` (`plain` for `none`) and `augmentation` are read as `speakerAdaptation`, `audioAugmentation` and
 * `training.featureAugmentation`.
 *
 * @throws SerError `NOT_FOUND` if a file is missing, `FILE_ACCESS` if one is damaged.
 */
export async function remeasure(folder: string): Promise<Remeasured> {
  // One after the other, so that the first of several missing files is named.
  const storedConfig = await readJson<Record<string, unknown>>(folder, RUN_FILES.config);
  const storedMetrics = await readJson<Record<string, unknown>>(folder, RUN_FILES.metrics);
  const summaries = await readJson<(FoldSummary & { history?: History })[]>(folder, RUN_FILES.histories);
  const csv = await readText(folder, RUN_FILES.predictions);
  const config = currentConfig(storedConfig) as unknown as RunConfig;
  const stored = currentMetrics(storedMetrics);
  const { predictions, labels } = parsePredictions(csv);
  if (!Array.isArray(config.labels) || labels.join() !== config.labels.join()) {
    throw new SerError('FILE_ACCESS', `${folder}: the labels of config and predictions differ`);
  }
  if (!Array.isArray(summaries)) throw new SerError('FILE_ACCESS', `${folder}: ${RUN_FILES.histories} is not a list`);
  const { speakerAdaptation } = config;
  if (!ADAPTATION_KINDS.includes(speakerAdaptation)) {
    throw new SerError(
      'FILE_ACCESS',
      `${folder}: ${RUN_FILES.config} has an unknown speakerAdaptation, ${speakerAdaptation}`,
    );
  }
  const missing = REQUIRED.find((name) => !(name in stored));
  if (missing) throw new SerError('FILE_ACCESS', `${folder}: ${RUN_FILES.metrics} has no ${missing}`);
  const temperatures = new Map(summaries.map(({ name, temperature }) => [name, temperature]));
  // The probabilities of an ensemble are scaled before they are averaged; earlier versions stored a figure anyway.
  const wasScaled = config.members === undefined || 'eceUncalibrated' in stored;
  const run: RunData = {
    config,
    metrics: measure(predictions, labels, wasScaled ? { temperatures } : {}),
    folds: summaries.map(({ history: _, ...fold }) => fold),
    predictions,
    histories: summaries.flatMap(({ history }) => (history ? [history] : [])),
    maps: await readMaps(folder, summaries),
  };
  const measured = metricsFile(run.config, run.metrics);
  return {
    run,
    differences: Object.keys(stored).flatMap((name) => differences(stored[name], measured[name], name)),
  };
}

const mapsSchema = v.array(
  v.object({
    name: v.string(),
    points: v.array(v.tuple([v.number(), v.number()])),
    explained: v.tuple([v.number(), v.number()]),
  }),
);

/** Reads the maps of the folds, if the run has any. */
async function readMaps(folder: string, folds: readonly FoldSummary[]): Promise<RunData['maps']> {
  const stored = await readJson(folder, RUN_FILES.maps).catch((error) => {
    if (error instanceof SerError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  });
  if (stored === undefined) return undefined;
  const { success, output } = v.safeParse(mapsSchema, stored);
  const fits = success && output.length === folds.length;
  if (!fits || !output.every(({ name, points }, i) => name === folds[i]!.name && points.length === folds[i]!.test))
    throw new SerError('FILE_ACCESS', `${folder}: ${RUN_FILES.maps} does not have a point for each test utterance`);
  return output.map(({ points, explained }) => ({ points, explained }));
}

/** Returns the text of one file of a run; throws `NOT_FOUND` or `FILE_ACCESS` with its path. */
export async function readText(folder: string, name: string): Promise<string> {
  const path = join(folder, name);
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const missing = (cause as { code?: unknown }).code === 'ENOENT';
    throw new SerError(missing ? 'NOT_FOUND' : 'FILE_ACCESS', `${path} ${missing ? 'is missing' : 'cannot be read'}`, {
      cause,
    });
  }
}

/** Returns the content of a JSON file of a run. */
export async function readJson<T extends object>(folder: string, name: string): Promise<T> {
  const text = await readText(folder, name);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as T;
  } catch {
    // Reported below, as any other value that is not an object.
  }
  throw new SerError('FILE_ACCESS', `${join(folder, name)} is damaged: not a JSON object`);
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** Writes a run into a folder, see `Run.write`. */
export async function writeRun(
  folder: string,
  { config, metrics, folds, predictions, histories, maps }: RunData,
): Promise<void> {
  // A map of an earlier run must not stay with other predictions.
  if (!maps) await rm(join(folder, RUN_FILES.maps), { force: true });
  await writeFiles(folder, {
    [RUN_FILES.predictions]: formatPredictions(predictions, config.labels),
    [RUN_FILES.histories]: json(folds.map((fold, i) => ({ ...fold, history: histories[i] }))),
    ...(maps && { [RUN_FILES.maps]: `${JSON.stringify(folds.map(({ name }, i) => ({ name, ...maps[i] })))}\n` }),
    [RUN_FILES.config]: json(config),
    [RUN_FILES.metrics]: json(metricsFile(config, metrics)),
  });
}
