import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { invalidArgument, SerError } from '@ser/core';
import { writeFiles } from '@ser/core/node';
import { firstDifference } from '../recipe/first-difference.js';
import type { Checkpoint } from './checkpoint.js';
import type { CheckpointStore } from './checkpoint-store.js';
import type { RunState } from './run-state.js';
import { parseJson, readState, readText, removeState, writeState } from './state-files.js';

const CONFIG = 'config.json';
const OUTCOME = 'outcome.json';
/** Maximum length of a folder name, in bytes; most file systems allow 255. */
const MAX_NAME = 200;

/** A folder that stores the state of one run. */
export interface CheckpointFolder extends Checkpoint {
  /** Returns the saved state; undefined if there is none yet. */
  load(): Promise<RunState | undefined>;
}

/** Options of {@link checkpointFolder} and {@link checkpointStore}. */
export interface CheckpointFolderOptions {
  /** Number of epochs between saved states; 1 by default. */
  readonly every?: number | undefined;
}

/**
 * Stores the state of a run in a folder, for `checkpoint` and `resume` of `fit`. A process that is killed at any moment
 * leaves either the old state or the new one.
 *
 * @param config everything that the run follows from, as plain JSON; the folder refuses another one.
 * @throws SerError (when used) `INVALID_ARGUMENT` that names the first field in which the folder's run differs;
 *   `FILE_ACCESS` if the folder cannot be written to or is damaged.
 * @example
 * const checkpoint = checkpointFolder('runs/one', config);
 * const resume = await checkpoint.load();
 * await fit(network, examples, { ...options, checkpoint, resume });
 */
export function checkpointFolder(
  folder: string,
  config: unknown,
  options: CheckpointFolderOptions = {},
): CheckpointFolder {
  const guard = configGuard(folder, config);
  return {
    ...options,
    async load() {
      await guard.check();
      return readState(folder);
    },
    async save(state) {
      await guard.claim();
      await writeState(folder, state);
    },
  };
}

/**
 * Stores the runs of `crossValidate` or `trainModel`, each in its own folder below `folder`.
 *
 * @param config everything that the result follows from, as plain JSON; the folder refuses another one.
 * @throws SerError (when used) the errors of {@link checkpointFolder}.
 * @example
 * await crossValidate({ ...options, checkpoints: checkpointStore('runs/emodb', config) });
 */
export function checkpointStore(
  folder: string,
  config: unknown,
  options: CheckpointFolderOptions = {},
): CheckpointStore {
  const guard = configGuard(folder, config);
  return {
    ...options,
    async load(key) {
      await guard.check();
      return readState(folderOf(folder, key));
    },
    async save(key, state) {
      await guard.claim();
      await writeState(folderOf(folder, key), state);
    },
    async loadOutcome(key) {
      await guard.check();
      const path = join(folderOf(folder, key), OUTCOME);
      const text = await readText(path);
      if (text === undefined) return undefined;
      const outcome = parseJson(text);
      if (outcome === undefined) throw new SerError('FILE_ACCESS', `${path} is damaged`);
      return outcome;
    },
    async saveOutcome(key, outcome) {
      await guard.claim();
      await writeFiles(folderOf(folder, key), { [OUTCOME]: `${JSON.stringify(outcome)}\n` });
      await removeState(folderOf(folder, key));
    },
  };
}

/**
 * Returns the folder of a key: letters as they are, spaces as `+`, characters that file systems may refuse as `%..`. A long
 * key, such as that of a fold with many speakers, is cut and gets a hash.
 */
function folderOf(folder: string, key: string): string {
  const name = encodeURIComponent(key).replaceAll('%20', '+').replaceAll('*', '%2A');
  if (name === '' || /^\.+$/.test(name)) throw invalidArgument('key', key, 'the name of a run');
  if (name.length <= MAX_NAME) return join(folder, name);
  const hash = createHash('sha256').update(key).digest('hex');
  return join(folder, `${name.slice(0, MAX_NAME - hash.length - 1)}-${hash}`);
}

/** Ensures that a folder is used with one config only. */
function configGuard(folder: string, config: unknown): { check(): Promise<boolean>; claim(): Promise<void> } {
  const own: unknown = JSON.parse(JSON.stringify(config ?? null));
  let claimed: Promise<void> | undefined;
  /** Resolves to true if the folder has this config, and to false if it has none; throws if it has another one. */
  const check = async (): Promise<boolean> => {
    const path = join(folder, CONFIG);
    const text = await readText(path);
    if (text === undefined) return false;
    const found = parseJson(text);
    if (found === undefined) throw new SerError('FILE_ACCESS', `${path} is damaged`);
    const difference = firstDifference(found, own);
    if (!difference) return true;
    const field = difference.field === '' ? 'its config' : difference.field;
    const [was, now] = [difference.first, difference.second].map((value) => JSON.stringify(value) ?? 'absent');
    throw new SerError(
      'INVALID_ARGUMENT',
      `${folder} holds a run with another config: ${field} is ${was} there, ${now} here`,
      {
        hint: 'Resume with the config of that run, or start again in another folder.',
      },
    );
  };
  return {
    check,
    claim() {
      claimed ??= check().then(async (known) => {
        if (!known) await writeFiles(folder, { [CONFIG]: `${JSON.stringify(own, null, 2)}\n` });
      });
      return claimed;
    },
  };
}
