import { invalidArgument, type ProgressListener, SerError } from '@ser/core';
import { type CoefficientStatistics, checkWindowSpec, type WindowSpec } from '@ser/models';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type Checkpoint, CheckpointWriter } from './checkpoint/checkpoint.js';
import type { RunState } from './checkpoint/run-state.js';
import type { Example } from './data/example.js';
import { countEpochs } from './fit/count-epochs.js';
import { localExchange } from './fit/exchange.js';
import { runEpochs, slotLength } from './fit/run-epochs.js';
import type { RunPlan } from './fit/run-plan.js';
import type { RunWatch, StepRecord } from './fit/run-watch.js';
import type { EpochRecord, History } from './metrics/history.js';
import { hiddenUnits } from './network/forward.js';
import { completeOptions } from './recipe/options.js';
import type { TrainingOptions } from './recipe/training-schema.js';
import { fitInWorkers } from './workers/fit-in-workers.js';
import { workerSetup } from './workers/worker-setup.js';

/** Options of {@link fit}. */
export interface FitOptions extends TrainingOptions {
  /** How clips become inputs: longer ones are cut at a random place in each epoch, shorter ones padded. */
  readonly window: WindowSpec;
  /** Seed of order, cuts and dropout. */
  readonly seed: number;
  /** Applied to features as batches are filled; features are taken as they are if absent. */
  readonly normalization?: CoefficientStatistics | undefined;
  /**
   * Whether the front end has subtracted each coefficient's mean over the clip: clips that augmentation alters then have
   * theirs subtracted again. Default false.
   */
  readonly subtractClipMean?: boolean | undefined;
  /** Examples of held-out training speakers, judged after each epoch. Never those of a test part. */
  readonly heldOut?: readonly Example[] | undefined;
  /** Told of each epoch as it ends. */
  readonly onEpoch?: (record: EpochRecord) => void;
  /** Told within an epoch how far it has come, a few times a second. */
  readonly onStep?: (record: StepRecord) => void;
  /** Where the state after each epoch is kept; nowhere by default. */
  readonly checkpoint?: Checkpoint | undefined;
  /**
   * The state to go on from. With the same network, examples and options as the run that it is of, the final weights
   * are those that the run would have had without the interruption, bit for bit. `threads` may differ.
   */
  readonly resume?: RunState | undefined;
  /**
   * Workers that share each batch; 1 by default: no workers. At most one a shard is used. Where the platform lacks
   * workers or shared memory, the run goes on without them, with the same result. Workers copy the network from its
   * topology, and know the layers of tfjs, `@ser/kernels` and `@ser/models` (stock layers become those of the kernels there, which moves
   * last digits); a network with others needs one thread.
   */
  readonly threads?: number | undefined;
  /** Where a browser's workers find the files of tfjs-backend-wasm, see `startBackend`. */
  readonly wasmFolder?: string | undefined;
  /** Name of the task in progress events; `training` by default. */
  readonly task?: string | undefined;
  /**
   * Receives an event after each epoch with epoch, loss, accuracy, learningRate and, with held-out examples, heldOutLoss
   * and heldOutUar; and some within an epoch with epoch, step, steps and loss.
   */
  readonly onProgress?: ProgressListener | undefined;
  /**
   * Stops the run with an `ABORTED` error, after the state of the last epoch that ended is kept in `checkpoint`. The
   * network then has the weights of that moment, or with threads its first.
   */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Trains a classifier in place.
 *
 * The network maps `[batch, window.frames, coeffs]` to class probabilities. The loss is what `loss` says, and that of
 * auxiliary heads with their weights; Adam moves the weights. The same seed, network and examples give the same weights, bit for bit, on the same engine.
 *
 * @example
 * const history = await fit(network, examples, { epochs: 20, seed: 1, window: { frames: 128, hopFrames: 64, padding: 'zero' } });
 * @throws SerError `INVALID_ARGUMENT` for options or examples that do not fit the network, or a loss that is no longer
 *   finite; `ABORTED` through `signal`.
 */
export async function fit(network: LayersModel, examples: readonly Example[], options: FitOptions): Promise<History> {
  const plan = planRun(network, examples, options);
  const writer = options.checkpoint && new CheckpointWriter(options.checkpoint);
  const { task = 'training', onEpoch, onStep, onProgress } = options;
  const { epochs } = plan.options;
  const [counter] = countEpochs(task, epochs, [{ restored: plan.resume?.epoch ?? 0 }], onProgress);
  const watch: RunWatch = {
    onEpoch(record) {
      onEpoch?.(record);
      counter!.onEpoch(record);
    },
    onStep(record) {
      onStep?.(record);
      counter!.onStep(record);
    },
    ...(writer ? { onState: (state: RunState) => writer.take(state) } : {}),
  };
  try {
    const history = await run(network, plan, watch, options);
    await writer?.flush();
    counter!.end();
    return history;
  } catch (error) {
    if (!writer || !options.signal?.aborted) throw error;
    await writer.flush();
    // An abort keeps the caller's reason.
    if (!(error instanceof SerError) || error.code !== 'ABORTED') throw error;
    const epoch = writer.epoch || (plan.resume?.epoch ?? 0);
    throw new SerError(
      'ABORTED',
      epoch === 0 ? 'training was stopped in epoch 1' : `training was stopped after epoch ${epoch}`,
      {
        cause: error,
        ...(epoch === 0 ? {} : { hint: `Resume from the checkpoint of epoch ${epoch}.` }),
      },
    );
  }
}

function run(network: LayersModel, plan: RunPlan, watch: RunWatch, options: FitOptions): Promise<History> {
  const { threads = 1, signal } = options;
  const setup = workerSetup(options);
  if (setup && plan.options.shards > 1) {
    return fitInWorkers(network, plan, { threads, setup, watch, signal });
  }
  return runEpochs(network, plan, localExchange(plan.options.shards, slotLength(network, plan), signal), watch);
}

/** Checks examples and options against the network and completes them. */
function planRun(network: LayersModel, examples: readonly Example[], options: FitOptions): RunPlan {
  const { window, seed, normalization, heldOut = [], resume, subtractClipMean } = options;
  const complete = completeOptions(options);
  checkWindowSpec(window);
  if (examples.length === 0) throw invalidArgument('examples', examples, 'a non-empty list');
  if (complete.stopping && heldOut.length === 0) {
    throw new SerError('INVALID_ARGUMENT', 'stopping needs heldOut, examples of held-out training speakers');
  }
  const [, frames, coeffs] = network.inputs[0]!.shape;
  const classes = network.outputs[0]!.shape.at(-1)!;
  if (frames !== null && frames !== undefined && frames !== window.frames) {
    throw invalidArgument('window.frames', window.frames, `the ${frames} frames that the network reads`);
  }
  for (const example of [...examples, ...heldOut]) {
    const message = complaint(example, { coeffs: coeffs!, classes });
    if (message) throw new SerError('INVALID_ARGUMENT', `example ${example.id} ${message}`);
  }
  if (complete.heads && complete.heads.length > 0 && hiddenUnits(network) === undefined) {
    throw new SerError(
      'INVALID_ARGUMENT',
      `heads need a network that ends in a dense softmax, ${network.name} does not`,
    );
  }
  if (normalization && (normalization.mean.length !== coeffs || normalization.std.length !== coeffs)) {
    throw invalidArgument('normalization', normalization.mean.length, `${coeffs} means and deviations`);
  }
  return { examples, heldOut, options: complete, window, normalization, seed, subtractClipMean, resume };
}

function complaint(
  { features, variants = [], label, weight = 1 }: Example,
  network: { coeffs: number; classes: number },
): string | undefined {
  for (const { frames, coeffs, data } of [features, ...variants]) {
    if (coeffs !== network.coeffs) return `has ${coeffs} coefficients, the network reads ${network.coeffs}`;
    if (frames < 1 || data.length < frames * coeffs)
      return `has no frames, or fewer numbers than its ${frames} frames need`;
  }
  if (!Number.isSafeInteger(label) || label < 0 || label >= network.classes) {
    return `has label ${label}, the network has ${network.classes} classes`;
  }
  if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY)) return `has weight ${weight}, not a number of at least 0`;
  return undefined;
}
