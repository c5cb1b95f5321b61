import {
  applyTemperature,
  type CoefficientStatistics,
  distanceTo,
  type EmbeddingDistance,
  predictEmbedded,
  type Rejection,
  type WindowSpec,
  withEmbedding,
} from '@ser/models';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Example } from '../../data/example.js';
import { thresholdForCoverage } from './risk-coverage.js';

/** Share of the held-out clips that are within the distance limit. */
const NEAR = 0.99;

/** Significant digits of the embedding statistics, to keep the model file small. */
const DIGITS = 4;

/** Arguments of {@link fitRejection}. */
export interface RejectionFit {
  readonly network: LayersModel;
  readonly window: WindowSpec;
  readonly normalization: CoefficientStatistics | undefined;
  /** Temperature of the probabilities that the threshold is compared with. */
  readonly temperature: number;
  /** Training examples. */
  readonly train: readonly Example[];
  /** Examples of held-out speakers, at least one. */
  readonly heldOut: readonly Example[];
  /** Number of classes. */
  readonly classes: number;
  /** Share of the held-out clips that are answered, in (0, 1]. */
  readonly coverage: number;
}

/**
 * Returns when a model declines to answer: below the confidence that answers a share of the clips of held-out training
 * speakers, and above the distance from the training data that 99 % of these clips are within.
 */
export function fitRejection(fit: RejectionFit): Rejection {
  const { network, temperature, train, heldOut, classes, coverage } = fit;
  const embedding = withEmbedding(network);
  const embed = (examples: readonly Example[]) =>
    predictEmbedded(
      embedding,
      examples.map(({ features }) => features),
      fit,
    );
  const place = placeOf(embed(train).embeddings, train, classes);
  const { probabilities, embeddings } = embed(heldOut);
  const answers = probabilities.map((row, i) => {
    const calibrated = applyTemperature(row, temperature);
    const confidence = Math.max(...calibrated);
    return { confidence, correct: calibrated.indexOf(confidence) === heldOut[i]!.label };
  });
  const distances = embeddings.map((row) => distanceTo(row, place)).sort((a, b) => a - b);
  return {
    coverage,
    minConfidence: thresholdForCoverage(answers, coverage).threshold,
    distance: { ...place, limit: distances[Math.ceil(NEAR * distances.length) - 1]! },
  };
}

/** Returns the mean embedding of each class with examples, and the deviation from it. */
function placeOf(
  embeddings: readonly (readonly number[])[],
  examples: readonly Example[],
  classes: number,
): Omit<EmbeddingDistance, 'limit'> {
  const units = embeddings[0]!.length;
  const overall = meanOf(embeddings, units);
  const means = Array.from({ length: classes }, (_, label) => {
    const own = embeddings.filter((_, i) => examples[i]!.label === label);
    return own.length === 0 ? overall : meanOf(own, units);
  });
  const variance = new Float64Array(units);
  for (const [i, row] of embeddings.entries()) {
    const mean = means[examples[i]!.label]!;
    for (let unit = 0; unit < units; unit++) variance[unit]! += (row[unit]! - mean[unit]!) ** 2 / embeddings.length;
  }
  // A unit that is constant in training has no deviation; a part of the mean deviation replaces it.
  const typical = Math.sqrt(variance.reduce((sum, value) => sum + value, 0) / units) || 1;
  const std = Array.from(variance, (value) => rounded(Math.max(Math.sqrt(value), 1e-3 * typical)));
  return { means: means.map((mean) => mean.map(rounded)), std };
}

function meanOf(rows: readonly (readonly number[])[], units: number): number[] {
  const mean = new Array<number>(units).fill(0);
  for (const row of rows) for (let unit = 0; unit < units; unit++) mean[unit]! += row[unit]! / rows.length;
  return mean;
}

const rounded = (value: number): number => Number(value.toPrecision(DIGITS));
