import { type Emotion, type ProgressListener, SerError } from '@ser/core';
import type { Corpus } from '@ser/datasets';
import type { ModelCard, Predictor } from '@ser/models';
import {
  areaUnderRiskCoverage,
  confidentAnswers,
  evaluate,
  type MeasureOptions,
  type Metrics,
  measure,
  type RiskAtCoverage,
  seenInTraining,
  thresholdForCoverage,
  type UtterancePrediction,
} from '@ser/training';

/** The emotions that the protocol `unseen` compares models on. */
export const UNSEEN_EMOTIONS: readonly Emotion[] = ['angry', 'happy', 'neutral', 'sad'];

/** Metrics, and the error rate if the model declines to answer when it is not confident. */
export interface SelectiveMetrics extends Metrics {
  /** Risk at a coverage of 0.5, 0.6 … 1, and the area under the whole risk–coverage curve. */
  readonly riskCoverage: { readonly area: number; readonly points: readonly RiskAtCoverage[] };
}

/** Figures of a model on a whole corpus that it was not trained on. */
export interface UnseenMetrics {
  /** Of the clips of {@link UNSEEN_EMOTIONS}, with answers restricted to these emotions. */
  readonly fourClasses: SelectiveMetrics;
  /** Of all clips whose emotion is a label of the model. */
  readonly allClasses: SelectiveMetrics;
}

/** The result of {@link evaluateUnseen}. */
export interface UnseenEvaluation {
  readonly model: ModelCard;
  readonly corpus: string;
  /** The model's labels, in the order of the probabilities. */
  readonly labels: readonly Emotion[];
  /** Predictions of all clips whose emotion is a label of the model. */
  readonly predictions: readonly UtterancePrediction[];
  readonly metrics: UnseenMetrics;
  /** Number of clips of each emotion that is not a label of the model. */
  readonly unknown: Readonly<Record<string, number>>;
}

/** Options of {@link evaluateUnseen}. */
export interface UnseenOptions {
  readonly onProgress?: ProgressListener | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Evaluates a finished model on a whole corpus that it was not trained on: the protocol `unseen`.
 *
 * @returns the predictions, and the figures of four classes (with answers restricted to them) and of all labels of the model.
 * @throws SerError `INVALID_ARGUMENT` if the model was trained on the corpus or lacks one of the four emotions;
 *   `INVALID_CORPUS` if the corpus lacks one of them.
 * @example
 * const { metrics } = await evaluateUnseen(model, await loadCorpus('emovo', folder));
 * metrics.fourClasses.uar.value; // 0.485
 */
export async function evaluateUnseen(
  model: Predictor,
  corpus: Corpus,
  { onProgress, signal }: UnseenOptions = {},
): Promise<UnseenEvaluation> {
  const seen = corpus.utterances.find((utterance) => seenInTraining({ corpora: model.card.corpora }, utterance));
  if (seen) {
    throw new SerError('INVALID_ARGUMENT', `the model ${model.card.name} was trained on ${seen.corpus}`, {
      hint: 'Choose a corpus that its card does not name.',
    });
  }
  for (const emotion of UNSEEN_EMOTIONS) {
    if (!model.labels.includes(emotion))
      throw new SerError('INVALID_ARGUMENT', `the model ${model.card.name} has no label ${emotion}`);
    if (!corpus.emotions.includes(emotion))
      throw new SerError('INVALID_CORPUS', `${corpus.name} has no ${emotion} clips`);
  }
  const known = corpus.utterances.filter(({ emotion }) => model.labels.includes(emotion));
  const { predictions } = await evaluate(
    model,
    corpus,
    known.map(({ id }) => id),
    { onProgress, signal },
  );
  const unknown: Record<string, number> = {};
  for (const { emotion } of corpus.utterances) {
    if (!model.labels.includes(emotion)) unknown[emotion] = (unknown[emotion] ?? 0) + 1;
  }
  const { labels, card } = model;
  return {
    model: card,
    corpus: corpus.name,
    labels,
    predictions,
    metrics: measureUnseen(predictions, labels),
    unknown,
  };
}

/** Returns the figures of the protocol `unseen` from stored predictions. */
export function measureUnseen(
  predictions: readonly UtterancePrediction[],
  labels: readonly Emotion[],
  options?: MeasureOptions,
): UnseenMetrics {
  const restricted = restrictAnswers(predictions, labels, UNSEEN_EMOTIONS);
  return {
    fourClasses: measureSelective(restricted, UNSEEN_EMOTIONS, options),
    allClasses: measureSelective(predictions, labels, options),
  };
}

const COVERAGES = [0.5, 0.6, 0.7, 0.8, 0.9, 1];

function measureSelective(
  predictions: readonly UtterancePrediction[],
  labels: readonly Emotion[],
  options: MeasureOptions | undefined,
): SelectiveMetrics {
  const answers = confidentAnswers(predictions, labels);
  const points = COVERAGES.map((coverage) => thresholdForCoverage(answers, coverage));
  return {
    ...measure(predictions, labels, options),
    riskCoverage: { area: areaUnderRiskCoverage(answers), points },
  };
}

/**
 * Returns the predictions of the clips of some emotions, with answers restricted to these emotions: their probabilities are
 * scaled to sum to 1. If all of them have probability 0, they become equally probable.
 */
export function restrictAnswers(
  predictions: readonly UtterancePrediction[],
  labels: readonly Emotion[],
  emotions: readonly Emotion[],
): UtterancePrediction[] {
  const places = emotions.map((emotion) => labels.indexOf(emotion));
  return predictions
    .filter(({ truth }) => emotions.includes(truth))
    .map((prediction) => {
      const own = places.map((place) => prediction.probabilities[place]!);
      const total = own.reduce((sum, p) => sum + p, 0);
      const probabilities = own.map((p) => (total > 0 ? p / total : 1 / own.length));
      const predicted = emotions[probabilities.indexOf(Math.max(...probabilities))]!;
      return { ...prediction, predicted, probabilities };
    });
}
