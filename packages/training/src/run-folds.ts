import { type ProgressListener, SerError } from '@ser/core';
import { CheckpointWriter } from './checkpoint/checkpoint.js';
import { type CheckpointStore, checkpointOf } from './checkpoint/checkpoint-store.js';
import { backendNote } from './checkpoint/run-state.js';
import { countEpochs } from './fit/count-epochs.js';
import type { RunWatch } from './fit/run-watch.js';
import { runFold } from './run-fold.js';
import type { FoldJob, FoldOutcome } from './workers/fold-job.js';
import { runInWorkers } from './workers/run-in-workers.js';
import { workerSetup } from './workers/worker-setup.js';

/** Options of {@link runFolds}. */
export interface RunFoldsOptions {
  /** Name of the task in progress events. */
  readonly task: string;
  readonly threads?: number | undefined;
  readonly wasmFolder?: string | undefined;
  /** Storage of states and outcomes of folds, under their keys; none by default. */
  readonly checkpoints?: CheckpointStore | undefined;
  readonly onProgress?: ProgressListener | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A fold and its name. */
export interface NamedFold {
  /** Its unique name in a checkpoint store. */
  readonly key: string;
  /** Figures that identify it in progress events, such as its number. */
  readonly figures: Readonly<Record<string, number>>;
  readonly job: FoldJob;
}

/**
 * Trains and tests the folds of cross-validations with the same number of epochs, and returns their outcomes in order. With a
 * checkpoint store, folds with an outcome are not run again, and folds with a state resume from it.
 *
 * @throws SerError `ABORTED` through `signal`, after the state of each fold's last finished epoch is saved.
 */
export async function runFolds(named: readonly NamedFold[], options: RunFoldsOptions): Promise<FoldOutcome[]> {
  const { checkpoints } = options;
  const epochs = named[0]?.job.training.epochs ?? 0;
  const states = await Promise.all(
    named.map(async ({ key, figures, job }) => {
      const outcome = (await checkpoints?.loadOutcome(key)) as FoldOutcome | undefined;
      const resume = outcome ? undefined : await checkpoints?.load(key);
      const writer = checkpoints && new CheckpointWriter(checkpointOf(checkpoints, key));
      const restored = outcome ? epochs : (resume?.epoch ?? 0);
      return { key, figures, job: { ...job, resume }, note: resume && backendNote(resume), writer, outcome, restored };
    }),
  );
  const counters = countEpochs(options.task, epochs, states, options.onProgress);
  const folds = states.map((state, i) => ({ ...state, counter: counters[i]! }));
  const open = folds.filter(({ outcome }) => outcome === undefined);

  const watch = (i: number): RunWatch => {
    const { counter, writer } = open[i]!;
    return {
      onEpoch: counter.onEpoch,
      onStep: counter.onStep,
      onState: writer && ((state) => writer.take(state)),
    };
  };
  const onDone = async (i: number, outcome: FoldOutcome): Promise<void> => {
    const fold = open[i]!;
    fold.outcome = outcome;
    fold.counter.end();
    await fold.writer?.flush();
    await checkpoints?.saveOutcome(fold.key, outcome);
  };
  try {
    await runOpen(
      open.map(({ job }) => job),
      { ...options, watch, onDone },
    );
  } catch (error) {
    await Promise.all(open.map(({ writer }) => writer?.flush()));
    if (!checkpoints || !(error instanceof SerError) || error.code !== 'ABORTED') throw error;
    const ended = folds.filter(({ outcome }) => outcome !== undefined).length;
    throw new SerError('ABORTED', `training was stopped after ${ended} of ${folds.length} folds`, {
      cause: error,
      hint: 'Run again with the same checkpoints to resume.',
    });
  }
  return folds.map(({ outcome }) => outcome!);
}

async function runOpen(
  jobs: readonly FoldJob[],
  {
    watch,
    onDone,
    signal,
    ...options
  }: RunFoldsOptions & {
    watch: (job: number) => RunWatch;
    onDone: (job: number, outcome: FoldOutcome) => Promise<void>;
  },
): Promise<void> {
  const setup = workerSetup(options);
  // A function cannot be sent to a worker.
  if (setup && jobs.length > 1 && jobs.every(({ network }) => network === undefined)) {
    await runInWorkers('fold', jobs, { threads: options.threads!, setup, watch, onDone, signal });
    return;
  }
  for (const [i, job] of jobs.entries()) {
    await onDone(i, await runFold(job, { ...watch(i), signal }));
  }
}
