import { type CoefficientStatistics, predictProbabilities, type WindowSpec } from '@ser/models';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Example } from '../data/example.js';
import { logLoss } from '../metrics/confidence/calibration.js';
import { scoresOf } from '../metrics/scores.js';

/** Returns the position of the largest number; of equal ones, the first. */
export function argMax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}

/** Returns loss, UAR and WAR of a network on held-out training examples. */
export function scoreHeldOut(
  network: LayersModel,
  examples: readonly Example[],
  options: { window: WindowSpec; normalization?: CoefficientStatistics | undefined },
): { loss: number; uar: number; war: number } {
  const labels = examples.map(({ label }) => label);
  const probabilities = predictProbabilities(
    network,
    examples.map(({ features }) => features),
    options,
  );
  const classes = probabilities[0]!.length;
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const [i, label] of labels.entries()) confusion[label]![argMax(probabilities[i]!)]! += 1;
  const { uar, war } = scoresOf(confusion);
  return { loss: logLoss(probabilities, labels), uar, war };
}
