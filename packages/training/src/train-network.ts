import { invalidArgument, Random } from '@ser/core';
import {
  buildModel,
  type CoefficientStatistics,
  fitNormalization,
  type ModelInput,
  predictProbabilities,
} from '@ser/models';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { TrainingPart } from './fit/training-part.js';
import { type FitOptions, fit } from './fit.js';
import { fitTemperature } from './metrics/confidence/calibration.js';
import type { History } from './metrics/history.js';
import { setInitialWeights } from './network/initial-weights.js';

/** A trained network with its normalization, history and temperature. */
export interface TrainedNetwork {
  readonly network: LayersModel;
  /** Statistics of the training examples; undefined if features are not normalized. */
  readonly normalization: CoefficientStatistics | undefined;
  readonly history: History;
  /** Fitted on the held-out training speakers; 1 without any. */
  readonly temperature: number;
}

/** Listeners, checkpoint and workers of a run, see {@link FitOptions}. */
export type TrainingWatch = Pick<FitOptions, 'onEpoch' | 'onStep' | 'checkpoint' | 'signal' | 'threads' | 'wasmFolder'>;

/** Returns the network; throws unless its input are windows and its output one number for each class. */
function checkNetwork(
  network: LayersModel,
  { frames, coeffs, classes }: ModelInput & { readonly seed: number },
): LayersModel {
  const shape = `[batch, ${frames}, ${coeffs}] to [batch, ${classes}]`;
  const [input, output] = [network.inputs[0]?.shape ?? [], network.outputs[0]?.shape ?? []];
  const fits =
    network.inputs.length === 1 &&
    network.outputs.length === 1 &&
    input.length === 3 &&
    (input[1] === null || input[1] === frames) &&
    input[2] === coeffs &&
    output.length === 2 &&
    output[1] === classes;
  if (!fits) throw invalidArgument('network', `[${input}] to [${output}]`, `a model from ${shape}`);
  return network;
}

/** Fits normalization, network and calibration, in that order, to the training part only. */
export async function trainNetwork(
  { model, network: build, classes, training, seed, train, heldOut, initial, resume, subtractClipMean }: TrainingPart,
  watch: TrainingWatch = {},
): Promise<TrainedNetwork> {
  const { window, heldOutSpeakers: _, standardize = true, coverage: __, ...options } = training;
  const [first] = train;
  const normalization = standardize ? fitNormalization(train.map(({ features }) => features)) : undefined;
  const random = new Random(seed);
  const input = {
    frames: window.frames,
    coeffs: first!.features.coeffs,
    classes,
    seed: random.fork('weights').uint32(),
  };
  const network = build ? checkNetwork(build(input), input) : buildModel(model!, input);
  try {
    if (initial) setInitialWeights(network, initial);
    const history = await fit(network, train, {
      ...options,
      ...watch,
      resume,
      window,
      normalization,
      heldOut,
      subtractClipMean,
      seed: random.fork('fit').uint32(),
    });
    const temperature =
      heldOut.length === 0
        ? 1
        : fitTemperature(
            predictProbabilities(
              network,
              heldOut.map(({ features }) => features),
              { window, normalization },
            ),
            heldOut.map(({ label }) => label),
          );
    return { network, normalization, history, temperature };
  } catch (error) {
    network.dispose();
    throw error;
  }
}
