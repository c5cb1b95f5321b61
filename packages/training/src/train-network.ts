import { Random } from '@ser/core';
import { buildModel, type CoefficientStatistics, fitNormalization, predictProbabilities } from '@ser/models';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { TrainingPart } from './fit/training-part.js';
import { type FitOptions, fit } from './fit.js';
import { fitTemperature } from './metrics/calibration.js';
import type { History } from './metrics/history.js';
import { beginWith } from './network/initial-weights.js';

/** A trained network and what belongs to it. */
export interface TrainedNetwork {
  readonly network: LayersModel;
  /** Statistics of the examples that were trained on; undefined where features are taken as they are. */
  readonly normalization: CoefficientStatistics | undefined;
  readonly history: History;
  /** Fitted on the held-out training speakers; 1 without any. */
  readonly temperature: number;
}

/** How a run is watched and kept, see {@link FitOptions}. */
export type TrainingWatch = Pick<FitOptions, 'onEpoch' | 'onStep' | 'checkpoint' | 'signal' | 'threads' | 'wasmFolder'>;

/** CoefficientStatistics, network, training and calibration, in that order, from the training part alone. */
export async function trainNetwork(
  { model, classes, training, seed, train, heldOut, initial, resume, subtractClipMean }: TrainingPart,
  watch: TrainingWatch = {},
): Promise<TrainedNetwork> {
  const { window, heldOutSpeakers: _, standardize = true, ...options } = training;
  const [first] = train;
  const normalization = standardize ? fitNormalization(train.map(({ features }) => features)) : undefined;
  const random = new Random(seed);
  const network = buildModel(model, {
    frames: window.frames,
    coeffs: first!.features.coeffs,
    classes,
    seed: random.fork('weights').uint32(),
  });
  try {
    if (initial) beginWith(network, initial);
    const history = await fit(network, train, {
      ...options,
      ...watch,
      ...(resume ? { resume } : {}),
      window,
      ...(normalization ? { normalization } : {}),
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
