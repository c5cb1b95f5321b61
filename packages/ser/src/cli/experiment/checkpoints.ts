import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { SerError } from '@ser/core';
import { type FolderLock, lockFolder } from '@ser/core/node';
import type { CheckpointStore } from '@ser/training';
import { checkpointStore } from '@ser/training/node';
import type { Output } from '../output/output.js';

/** The state of an unfinished run, next to the folder of its result, until the result is written. */
export interface Checkpoints {
  readonly store: CheckpointStore;
  /** Returns how to resume after a stop; undefined while there is nothing to resume. */
  hint(): string | undefined;
  /** Removes the folder once the result is written. */
  clear(): Promise<void>;
  /** Lets other processes use the result's folder. */
  release(): void;
}

/**
 * Opens the checkpoints of a result, the folder `<out>.checkpoint`, and locks it for this process.
 *
 * @param config all that the result follows from, as plain JSON; checkpoints of another configuration are refused.
 * @param options `resume`: whether to continue from checkpoints that exist; otherwise they are refused, so that work is
 *   not lost. `mark`: the file that a finished result holds.
 * @param output is told where there is nothing to resume.
 */
export async function openCheckpoints(
  out: string,
  config: object,
  { resume = false, mark }: { readonly resume?: boolean | undefined; readonly mark: string },
  output: Output,
): Promise<Checkpoints> {
  const result = out.replace(/[/\\]+$/, '');
  const folder = `${result}.checkpoint`;
  const interrupted = existsSync(folder);
  if (resume && !interrupted) {
    if (existsSync(`${result}/${mark}`))
      throw new SerError('FILE_ACCESS', `${out} holds a finished run: there is nothing to resume`, {
        hint: 'To make it again, use --force instead of --resume, or choose another folder.',
      });
    output.note(`Nothing to resume: there is no ${folder}. The run starts from the beginning.`, {
      resumed: false,
      missing: folder,
    });
  }
  const lock: FolderLock = await lockFolder(`${result}.lock`);
  if (!resume && interrupted) {
    lock.release();
    throw new SerError('FILE_ACCESS', `${folder} holds an interrupted run`, {
      hint: 'Add --resume to continue it, or delete the folder to start again.',
    });
  }
  return {
    store: checkpointStore(folder, config),
    hint: () => (existsSync(folder) ? `Saved in ${folder}. Add --resume to the same command to continue.` : undefined),
    clear: () => rm(folder, { recursive: true, force: true }),
    release: () => lock.release(),
  };
}
