import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { SerError } from '@ser/core';
import type { CheckpointStore } from '@ser/training';
import { checkpointStore } from '@ser/training/node';
import type { Output } from './output.js';

/** Where an unfinished piece of work is kept, beside the folder of its result, until that is there. */
export interface Checkpoints {
  readonly store: CheckpointStore;
  /** How to go on after a stop; undefined while there is nothing to go on from. */
  hint(): string | undefined;
  /** Takes the folder away once the result is written. */
  clear(): Promise<void>;
}

/**
 * Opens the checkpoints of a result, the folder `<out>.checkpoint`.
 *
 * @param config all that the work follows from, as plain JSON; checkpoints of another are refused.
 * @param resume whether to go on from checkpoints that are there; else they are refused, so that work is not lost.
 * @param output is told where there is nothing to go on from.
 */
export function openCheckpoints(
  out: string,
  config: object,
  { resume = false }: { resume?: boolean | undefined },
  output: Output,
): Checkpoints {
  const folder = `${out.replace(/[/\\]+$/, '')}.checkpoint`;
  const interrupted = existsSync(folder);
  if (resume && !interrupted) {
    output.note(`Nothing to resume: there is no ${folder}. The run begins anew.`, { resumed: false, missing: folder });
  }
  if (!resume && interrupted) {
    throw new SerError('FILE_ACCESS', `${folder} holds a run that was interrupted`, {
      hint: 'Add --resume to go on with it, or delete the folder to begin anew.',
    });
  }
  return {
    store: checkpointStore(folder, config),
    hint: () => (existsSync(folder) ? `Saved in ${folder}. Add --resume to the same command to go on.` : undefined),
    clear: () => rm(folder, { recursive: true, force: true }),
  };
}
