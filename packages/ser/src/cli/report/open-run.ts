import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord, SerError } from '@ser/core';
import * as v from '@ser/core/valibot';
import { type Corpus, type CorpusCard, corpusCard, isCorpusName } from '@ser/datasets';
import { openCorpus } from '@ser/datasets/node';
import { Run } from '@ser/experiments';
import type { RobustnessPoint } from '@ser/report';
import { EXPERIMENT_FILE } from '../experiment/experiment-file.js';
import { readJsonFile } from '../read-file.js';

/** A run as `ser report` finds it. */
export interface OpenedRun {
  readonly folder: string;
  readonly run: Run;
  /** UAR under corruptions, if `ser robustness --out <run>/robustness` measured it. */
  readonly robustness: readonly RobustnessPoint[] | undefined;
  /** What there is to say about them. */
  readonly warnings: readonly string[];
}

/** Returns the folders of runs: a folder of `ser evaluate --seeds` stands for those of its seeds. */
function runFolders(folder: string): string[] {
  if (existsSync(join(folder, 'config.json')) || !existsSync(join(folder, 'seeds.json'))) return [folder];
  return readdirSync(folder)
    .filter((name) => /^seed-\d+$/.test(name))
    .sort((a, b) => Number(a.slice(5)) - Number(b.slice(5)))
    .map((name) => join(folder, name));
}

/** The fields of `robustness.json` that a report needs. */
const robustnessSchema = v.object({
  model: v.string(),
  corpus: v.string(),
  speakers: v.array(v.string()),
  seen: v.array(v.string()),
  rows: v.array(v.object({ condition: v.string(), value: v.fallback(v.number(), 0), uar: v.number() })),
});

async function robustnessOf(folder: string, corpus: string): Promise<Pick<OpenedRun, 'robustness' | 'warnings'>> {
  const file = join(folder, 'robustness', 'robustness.json');
  if (!existsSync(file)) return { robustness: undefined, warnings: [] };
  const { success, output: stored } = v.safeParse(robustnessSchema, await readJsonFile('ser report', file));
  if (!success) throw new SerError('FILE_ACCESS', `${file} is damaged: it is not what ser robustness writes`);
  if (stored.corpus !== corpus)
    throw new SerError('INVALID_ARGUMENT', `${file} is about ${stored.corpus}, and the run about ${corpus}`);
  const { model, seen, speakers } = stored;
  const about = `The robustness curves are those of the model ${model}`;
  const trained = `, which was trained on ${seen.length} of the ${speakers.length} speakers: they are too high`;
  return { robustness: stored.rows, warnings: [`${about}${seen.length > 0 ? trained : ''}.`] };
}

/**
 * Reads the runs of folders that `ser evaluate` wrote.
 *
 * @throws SerError as `Run.read`.
 */
export async function openRuns(folders: readonly string[]): Promise<OpenedRun[]> {
  const runs: OpenedRun[] = [];
  for (const folder of folders.flatMap(runFolders)) {
    const run = await Run.read(folder);
    runs.push({ folder, run, ...(await robustnessOf(folder, run.config.corpus)) });
  }
  return runs;
}

/** Returns what the experiment of a run calls its corpus: names, or the path of a table. */
async function corpusNames({ folder, run }: OpenedRun): Promise<string | string[]> {
  const file = join(folder, EXPERIMENT_FILE);
  const experiment = existsSync(file) ? await readJsonFile('ser report', file) : undefined;
  const stated = isRecord(experiment) ? experiment.corpus : undefined;
  const isName = (value: unknown): value is string => typeof value === 'string';
  if (isName(stated) || (Array.isArray(stated) && stated.every(isName))) return stated;
  const names = run.config.corpus.split('+');
  return names.length > 1 ? names : run.config.corpus;
}

/** Opens the corpus of a run, or says why its recordings cannot be read. */
export async function openCorpusOf(run: OpenedRun, data: string | undefined): Promise<Corpus | string> {
  try {
    return await openCorpus(await corpusNames(run), data);
  } catch (error) {
    if (error instanceof SerError) return error.message;
    throw error;
  }
}

/** Returns what is known of the published corpora of a run without their recordings. */
export const cardsOf = ({ run }: OpenedRun): CorpusCard[] =>
  run.config.corpus.split('+').flatMap((name) => (isCorpusName(name) ? [corpusCard(name)] : []));
