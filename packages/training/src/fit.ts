import { invalidArgument, type ProgressListener, SerError, startProgress } from '@ser/core';
import type { WindowSpec } from '@ser/models';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Example } from './data/example.js';
import type { Normalisation } from './data/normalisation.js';
import { localExchange } from './exchange.js';
import type { EpochRecord, History } from './history.js';
import { completeOptions, type TrainingOptions } from './options.js';
import { runEpochs, slotLength } from './run-epochs.js';
import type { RunPlan } from './run-plan.js';
import { fitInWorkers } from './threads/fit-in-workers.js';
import { workerSetup } from './threads/worker-setup.js';

/** Options of {@link fit}. */
export interface FitOptions extends TrainingOptions {
  /** How clips become inputs: longer ones are cut at a random place in each epoch, shorter ones padded. */
  readonly window: WindowSpec;
  /** Seed of order, cuts and dropout. */
  readonly seed: number;
  /** Applied to features as batches are filled; features are taken as they are if absent. */
  readonly normalisation?: Normalisation;
  /** Examples of held-out training speakers, judged after each epoch. Never those of a test part. */
  readonly heldOut?: readonly Example[];
  /** Told of each epoch as it ends. */
  readonly onEpoch?: (record: EpochRecord) => void;
  /**
   * Workers that share each batch; 1 by default: no workers. At most one a shard is used. Where the platform lacks
   * workers or shared memory, the run goes on without them, with the same result. Workers copy the network from its
   * topology, and know the layers of tfjs, `@ser/kernels` and `@ser/models` (stock layers become those of the kernels there, which moves
   * last digits); a network with others needs one thread.
   */
  readonly threads?: number;
  /** Where a browser's workers find the files of tfjs-backend-wasm, see `startBackend`. */
  readonly wasmFolder?: string;
  /** Name of the task in progress events; `training` by default. */
  readonly task?: string;
  /** Receives an event after each epoch with loss, accuracy, learningRate and, with held-out examples, their loss and UAR. */
  readonly onProgress?: ProgressListener;
  /** Stops the run with an `ABORTED` error; the network then has the weights of that moment, or with threads its first. */
  readonly signal?: AbortSignal;
}

/**
 * Trains a classifier in place.
 *
 * The network maps `[batch, window.frames, coeffs]` to class probabilities. The loss is cross-entropy; Adam moves the
 * weights. The same seed, network and examples give the same weights, bit for bit, on the same engine.
 *
 * @example
 * const history = await fit(network, examples, { epochs: 20, seed: 1, window: { frames: 128, hopFrames: 64, padding: 'zero' } });
 * @throws SerError `INVALID_ARGUMENT` for options or examples that do not fit the network, or a loss that is no longer
 *   finite; `ABORTED` through `signal`.
 */
export async function fit(network: LayersModel, examples: readonly Example[], options: FitOptions): Promise<History> {
  const plan = planRun(network, examples, options);
  const report = epochReporter(plan, options);
  const setup = workerSetup(options);
  if (setup && plan.options.shards > 1) {
    const { threads, signal } = options;
    return fitInWorkers(network, plan, {
      threads: threads!,
      setup,
      onEpoch: report,
      ...(signal ? { signal } : {}),
    });
  }
  const exchange = localExchange(plan.options.shards, slotLength(network), options.signal);
  return runEpochs(network, plan, exchange, report);
}

/** Checks examples and options against the network and completes them. */
function planRun(network: LayersModel, examples: readonly Example[], options: FitOptions): RunPlan {
  const { window, seed, normalisation, heldOut = [] } = options;
  const complete = completeOptions(options);
  if (examples.length === 0) throw invalidArgument('examples', examples, 'a non-empty list');
  if (complete.stopping && heldOut.length === 0) {
    throw new SerError('INVALID_ARGUMENT', 'stopping needs heldOut, examples of held-out training speakers');
  }
  const [, frames, coeffs] = network.inputs[0]!.shape;
  const classes = network.outputs[0]!.shape.at(-1)!;
  if (frames !== null && frames !== undefined && frames !== window.frames) {
    throw invalidArgument('window.frames', window.frames, `the ${frames} frames that the network reads`);
  }
  for (const { id, features, label } of [...examples, ...heldOut]) {
    const message = complaint(features, label, { coeffs: coeffs!, classes });
    if (message) throw new SerError('INVALID_ARGUMENT', `example ${id} ${message}`);
  }
  if (normalisation && (normalisation.mean.length !== coeffs || normalisation.std.length !== coeffs)) {
    throw invalidArgument('normalisation', normalisation.mean.length, `${coeffs} means and deviations`);
  }
  return { examples, heldOut, options: complete, window, normalisation, seed };
}

function complaint(
  { frames, coeffs, data }: Example['features'],
  label: number,
  network: { coeffs: number; classes: number },
): string | undefined {
  if (coeffs !== network.coeffs) return `has ${coeffs} coefficients, the network reads ${network.coeffs}`;
  if (frames < 1 || data.length < frames * coeffs)
    return `has no frames, or fewer numbers than its ${frames} frames need`;
  if (!Number.isSafeInteger(label) || label < 0 || label >= network.classes) {
    return `has label ${label}, the network has ${network.classes} classes`;
  }
  return undefined;
}

function epochReporter(
  plan: RunPlan,
  { task = 'training', onProgress, onEpoch }: Pick<FitOptions, 'task' | 'onProgress' | 'onEpoch'>,
): (record: EpochRecord) => void {
  const progress = startProgress(task, plan.options.epochs, onProgress);
  return (record) => {
    onEpoch?.(record);
    progress.advance({ metrics: epochMetrics(record) });
  };
}

/** The figures of an epoch as progress events carry them. */
export function epochMetrics({ loss, accuracy, learningRate, heldOut }: EpochRecord): Record<string, number> {
  return {
    loss,
    accuracy,
    learningRate,
    ...(heldOut ? { heldOutLoss: heldOut.loss, heldOutUar: heldOut.uar } : {}),
  };
}
