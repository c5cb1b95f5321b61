import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SerError } from '@ser/core';
import type { CrossValidation, FoldSummary, RunConfig } from '../cross-validate.js';
import type { History } from '../history.js';
import { measure } from '../metrics/measure.js';
import { parsePredictions } from './predictions-csv.js';
import { RUN_FILES } from './write-run.js';

/**
 * Reads a run that `writeRun` wrote. The figures are computed again from the stored predictions, so that they cannot
 * differ from them.
 *
 * @throws SerError `NOT_FOUND` if a file is missing, `FILE_ACCESS` if one is damaged or the stored figures do not
 *   follow from the stored predictions.
 */
export async function readRun(folder: string): Promise<CrossValidation> {
  const [config, stored, summaries, csv] = await Promise.all([
    readJson<RunConfig>(folder, RUN_FILES.config),
    readJson<{ uar: number; war: number; macroF1: number; ece: number }>(folder, RUN_FILES.metrics),
    readJson<(FoldSummary & { history: History })[]>(folder, RUN_FILES.histories),
    readText(folder, RUN_FILES.predictions),
  ]);
  const { predictions, labels } = parsePredictions(csv);
  if (!Array.isArray(config.labels) || labels.join() !== config.labels.join()) {
    throw new SerError('FILE_ACCESS', `${folder}: the labels of config and predictions differ`);
  }
  if (!Array.isArray(summaries)) throw new SerError('FILE_ACCESS', `${folder}: ${RUN_FILES.histories} is not a list`);
  const metrics = measure(predictions, labels);
  for (const name of ['uar', 'war', 'macroF1', 'ece'] as const) {
    if (!(Math.abs(stored[name] - metrics[name]) <= 1e-9)) {
      throw new SerError(
        'FILE_ACCESS',
        `${folder}: stored ${name} is ${stored[name]}, the predictions give ${metrics[name]}`,
      );
    }
  }
  return {
    config,
    metrics,
    folds: summaries.map(({ history: _, ...fold }) => fold),
    predictions,
    histories: summaries.map(({ history }) => history),
  };
}

async function readText(folder: string, name: string): Promise<string> {
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

async function readJson<T extends object>(folder: string, name: string): Promise<T> {
  const text = await readText(folder, name);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as T;
  } catch {
    // Reported below, as anything else that is no object.
  }
  throw new SerError('FILE_ACCESS', `${join(folder, name)} is damaged: not a JSON object`);
}
