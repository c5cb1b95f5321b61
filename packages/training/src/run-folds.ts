import { type ProgressListener, SerError } from '@ser/core';
import { CheckpointWriter } from './checkpoint/checkpoint.js';
import { type CheckpointStore, checkpointOf } from './checkpoint/checkpoint-store.js';
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
  /** Where states and outcomes of folds are kept, under their keys; nowhere by default. */
  readonly checkpoints?: CheckpointStore | undefined;
  readonly onProgress?: ProgressListener | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A fold and what it is called. */
export interface NamedFold {
  /** Its name in a checkpoint store, unique. */
  readonly key: string;
  /** What tells it apart in progress events, such as its number. */
  readonly figures: Readonly<Record<string, number>>;
  readonly job: FoldJob;
}

/**
 * Trains and tests the folds of cross-validations of as many epochs, and gives their outcomes in their order. With a
 * checkpoint store, folds that it has outcomes of are not run again, and those that it has states of go on from there.
 *
 * @throws SerError `ABORTED` through `signal`, after the state of each fold's last finished epoch is kept.
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
      return { key, figures, job: resume ? { ...job, resume } : job, writer, outcome, restored };
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
      ...(writer ? { onState: (state) => writer.take(state) } : {}),
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
    throw new SerError('ABORTED', `training was stopped when ${ended} of ${folds.length} folds had ended`, {
      cause: error,
      hint: 'Run again with the same checkpoints to go on.',
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
  const stop = signal ? { signal } : {};
  // A function cannot be sent to a worker.
  if (setup && jobs.length > 1 && jobs.every(({ network }) => network === undefined)) {
    await runInWorkers('fold', jobs, { threads: options.threads!, setup, watch, onDone, signal });
    return;
  }
  for (const [i, job] of jobs.entries()) {
    await onDone(i, await runFold(job, { ...watch(i), ...stop }));
  }
}
