import { invalidArgument, type ProgressListener, SerError } from '@ser/core';
import { type CoefficientStatistics, checkWindowSpec, type WindowSpec } from '@ser/models';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type Checkpoint, CheckpointWriter } from './checkpoint/checkpoint.js';
import { backendNote, type RunState } from './checkpoint/run-state.js';
import type { Example } from './data/example.js';
import { countEpochs } from './fit/count-epochs.js';
import { localExchange } from './fit/exchange.js';
import { runEpochs, slotLength } from './fit/run-epochs.js';
import type { RunPlan } from './fit/run-plan.js';
import type { RunWatch, StepRecord } from './fit/run-watch.js';
import type { EpochRecord, History } from './metrics/history.js';
import { hiddenUnits } from './network/forward.js';
import { completeOptions } from './recipe/complete-options.js';
import type { TrainingOptions } from './recipe/training-schema.js';
import { fitInWorkers } from './workers/fit-in-workers.js';
import { workerSetup } from './workers/worker-setup.js';

/** Options of {@link fit}. */
export interface FitOptions extends TrainingOptions {
  /** Windows of clips: longer clips are cut at a random place in each epoch, shorter ones are padded. */
  readonly window: WindowSpec;
  /** Seed of order, window positions and dropout. */
  readonly seed: number;
  /** Statistics that features are normalized with; if absent, the network reads the features as they are. */
  readonly normalization?: CoefficientStatistics | undefined;
  /**
   * True if the front end subtracts each coefficient's mean over the clip; the mean of augmented clips is then subtracted
   * again. Default false.
   */
  readonly subtractClipMean?: boolean | undefined;
  /** Examples of held-out training speakers, evaluated after each epoch; never those of a test part. */
  readonly heldOut?: readonly Example[] | undefined;
  /** Called at the end of each epoch. */
  readonly onEpoch?: ((record: EpochRecord) => void) | undefined;
  /** Called within an epoch, a few times a second. */
  readonly onStep?: ((record: StepRecord) => void) | undefined;
  /** Storage of the state after each epoch; none by default. */
  readonly checkpoint?: Checkpoint | undefined;
  /**
   * State to resume from. With the same network, examples, options and backend as the interrupted run, the final weights are
   * those of an uninterrupted run, bit for bit. `threads` may differ; on another backend, a progress event carries a note.
   */
  readonly resume?: RunState | undefined;
  /**
   * Number of workers that share each batch; 1 by default: no workers. At most one worker for each shard is used. On platforms
   * without workers or shared memory, the run uses one thread, with the same result. Workers build the network from its
   * topology, with the layers of tfjs, `@ser/kernels` and `@ser/models` (stock layers become those of the kernels, which
   * changes the last digits); a network with other layers needs one thread.
   */
  readonly threads?: number | undefined;
  /** Where a browser's workers find the files of tfjs-backend-wasm, see `startBackend`. */
  readonly wasmFolder?: string | undefined;
  /** Name of the task in progress events; `training` by default. */
  readonly task?: string | undefined;
  /**
   * Receives an event after each epoch, with epoch, loss, accuracy, learningRate and, if there are held-out examples,
   * heldOutLoss and heldOutUar; and events within an epoch, with epoch, step, steps and loss.
   */
  readonly onProgress?: ProgressListener | undefined;
  /**
   * Stops the run with the reason of the signal, or an `ABORTED` error, after the state of the last finished epoch is saved in
   * `checkpoint`. The network then has its current weights, or with threads its initial ones.
   */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Trains a classifier in place.
 *
 * The network maps `[batch, window.frames, coeffs]` to class probabilities. Adam minimizes the loss of the option `loss`, plus
 * the weighted losses of auxiliary heads. The same seed, network and examples give the same weights, bit for bit, on the same
 * engine.
 *
 * @throws SerError `INVALID_ARGUMENT` for options or examples that do not fit the network, or a loss that is no longer
 *   finite; `ABORTED` through `signal`.
 * @example
 * const window = { frames: 128, hopFrames: 64, padding: 'zero' } as const;
 * const history = await fit(network, examples, { epochs: 20, seed: 1, window });
 * history.epochs.at(-1)?.loss; // 0.31
 */
export async function fit(network: LayersModel, examples: readonly Example[], options: FitOptions): Promise<History> {
  const plan = planRun(network, examples, options);
  const writer = options.checkpoint && new CheckpointWriter(options.checkpoint);
  const { task = 'training', onEpoch, onStep, onProgress } = options;
  const { epochs } = plan.options;
  const restored = plan.resume?.epoch ?? 0;
  const note = plan.resume && backendNote(plan.resume);
  const [counter] = countEpochs(task, epochs, [{ restored, note }], onProgress);
  const watch: RunWatch = {
    onEpoch(record) {
      onEpoch?.(record);
      counter!.onEpoch(record);
    },
    onStep(record) {
      onStep?.(record);
      counter!.onStep(record);
    },
    onState: writer && ((state: RunState) => writer.take(state)),
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
    const epoch = writer.epoch || restored;
    throw new SerError(
      'ABORTED',
      epoch === 0 ? 'training was stopped in epoch 1' : `training was stopped after epoch ${epoch}`,
      { cause: error, hint: epoch === 0 ? undefined : `Resume from the checkpoint of epoch ${epoch}.` },
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

/** Checks examples and options against the network, and completes the options. */
function planRun(network: LayersModel, examples: readonly Example[], options: FitOptions): RunPlan {
  const { window, seed, normalization, heldOut = [], resume, subtractClipMean } = options;
  const complete = completeOptions(options);
  checkWindowSpec(window);
  if (examples.length === 0) throw invalidArgument('examples', examples, 'a non-empty list');
  if (complete.stopping && heldOut.length === 0) {
    throw new SerError('INVALID_ARGUMENT', 'stopping needs heldOut, the examples of held-out training speakers');
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
      `heads need a network that ends in a dense softmax, but ${network.name} does not`,
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
    if (coeffs !== network.coeffs) return `has ${coeffs} coefficients, but the network reads ${network.coeffs}`;
    if (frames < 1 || data.length < frames * coeffs)
      return `has ${frames} frames of ${coeffs} coefficients in ${data.length} numbers`;
  }
  if (!Number.isSafeInteger(label) || label < 0 || label >= network.classes) {
    return `has label ${label}, but the network has ${network.classes} classes`;
  }
  if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY))
    return `has weight ${weight}, which is not a finite number of at least 0`;
  return undefined;
}
