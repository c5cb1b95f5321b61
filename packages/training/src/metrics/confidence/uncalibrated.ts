import { SerError } from '@ser/core';
import { applyTemperature } from '@ser/models';
import type { UtterancePrediction } from '../utterance-prediction.js';

/**
 * Returns predictions as they were before temperature scaling. Scaling by 1 / T undoes scaling by T, so the calibrated
 * probabilities and the temperatures of the folds are enough.
 *
 * @param temperatures the temperature of each fold, by name.
 * @throws SerError `INVALID_ARGUMENT` for a fold without a temperature.
 */
export function uncalibrated(
  predictions: readonly UtterancePrediction[],
  temperatures: ReadonlyMap<string, number>,
): UtterancePrediction[] {
  return predictions.map((prediction) => {
    const temperature = temperatures.get(prediction.fold);
    if (temperature === undefined) {
      throw new SerError('INVALID_ARGUMENT', `the temperature of fold "${prediction.fold}" is missing`);
    }
    if (temperature === 1) return prediction;
    return { ...prediction, probabilities: applyTemperature(prediction.probabilities, 1 / temperature) };
  });
}
