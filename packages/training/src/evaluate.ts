import { type Emotion, type ProgressListener, runInTurns, SerError, startProgress, throwIfAborted } from '@ser/core';
import { type Corpus, type Utterance, utterancesOf } from '@ser/datasets';
import type { Predictor, SpeakerProfile } from '@ser/models';
import { pauses } from './fit/pauses.js';
import { type Metrics, measure } from './metrics/measure.js';
import type { UtterancePrediction } from './metrics/utterance-prediction.js';

/** The one fold of an evaluation. */
const FOLD = 'evaluation';

/** What {@link evaluate} evaluates: a model, or an ensemble, whose members have the temperatures. */
export type Evaluated = Predictor & { readonly temperature?: number | undefined };

/** Options of {@link evaluate}. */
export interface EvaluateOptions {
  /** Profiles from `enrollSpeaker`, by name of the speaker; other speakers are predicted without a profile. */
  readonly speakers?: ReadonlyMap<string, SpeakerProfile> | undefined;
  readonly onProgress?: ProgressListener | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The result of {@link evaluate}. */
export interface Evaluation {
  readonly metrics: Metrics;
  readonly predictions: readonly UtterancePrediction[];
}

/**
 * Evaluates a finished model on utterances of a corpus, from audio to label. The caller must ensure that the model was not
 * trained on these speakers, and that the clips are not those of the profiles in `speakers`; see `seenInTraining`.
 *
 * @param ids the utterances; all of the corpus by default.
 * @throws SerError `INVALID_ARGUMENT` for an unknown id, or an utterance whose emotion is not a label of the model; the
 *   reason of `signal`.
 */
export async function evaluate(
  model: Evaluated,
  corpus: Corpus,
  ids: readonly string[] = corpus.utterances.map(({ id }) => id),
  { speakers, onProgress, signal }: EvaluateOptions = {},
): Promise<Evaluation> {
  const utterances = utterancesOf(corpus, ids);
  requireKnownEmotions(model, utterances);
  const progress = startProgress(`evaluation on ${corpus.name}`, utterances.length, onProgress);
  const predictions: UtterancePrediction[] = [];
  const pause = pauses();
  const stopped = 'evaluation was stopped';
  for (const utterance of utterances) {
    await pause();
    throwIfAborted(signal, stopped);
    const speaker = speakers?.get(utterance.speaker);
    const steps = model.predictSteps(await corpus.read(utterance), { speaker });
    const { label, probabilities } = await runInTurns(steps, { signal, stopped });
    const byLabel = new Map(probabilities.map(({ label, probability }) => [label, probability]));
    predictions.push({
      id: utterance.id,
      speaker: utterance.speaker,
      fold: FOLD,
      truth: utterance.emotion,
      predicted: label,
      probabilities: model.labels.map((name) => byLabel.get(name)!),
    });
    progress.advance();
  }
  const temperatures = model.temperature === undefined ? undefined : new Map([[FOLD, model.temperature]]);
  return { metrics: measure(predictions, model.labels, { temperatures }), predictions };
}

/** Throws if the emotion of an utterance is not among the labels of a model. */
export function requireKnownEmotions(
  { labels }: { readonly labels: readonly Emotion[] },
  utterances: readonly Utterance[],
): void {
  const unknown = utterances.find(({ emotion }) => !labels.includes(emotion));
  if (!unknown) return;
  throw new SerError(
    'INVALID_ARGUMENT',
    `utterance ${unknown.id} is ${unknown.emotion}, but the labels of the model are ${labels.join(', ')}`,
    { hint: 'Give the ids of utterances with these emotions.' },
  );
}
