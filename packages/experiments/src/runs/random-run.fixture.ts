import { type Emotion, Random } from '@ser/core';
import { argMax, DEFAULT_FRONT_END, measure, TRAINING_DEFAULTS } from '@ser/training';
import { Run } from './run.js';

const labels: Emotion[] = ['angry', 'happy', 'sad'];

/** A run over speakers with 15 clips each, five of each class, whose answers tend to the true class by `skill`. */
export function randomRun(skill: number, seed: number, change: Partial<Run['config']> = {}, speakers = 6): Run {
  const random = new Random(seed);
  const predictions = Array.from({ length: 15 * speakers }, (_, i) => {
    const truth = labels[Math.floor(i / speakers) % 3]!;
    const scores = labels.map((label) => Math.exp(random.normal() + (label === truth ? skill : 0)));
    const sum = scores.reduce((total, score) => total + score, 0);
    const speaker = `s${i % speakers}`;
    return {
      ...{ id: `u${i}`, speaker, fold: `speaker ${speaker}`, truth },
      predicted: labels[argMax(scores)]!,
      probabilities: scores.map((score) => score / sum),
    };
  });
  const folds = Array.from({ length: speakers }, (_, i) => ({
    ...{ name: `speaker s${i}`, train: 15 * (speakers - 1), heldOut: 0, test: 15, heldOutSpeakers: [], temperature: 1 },
  }));
  return new Run({
    config: {
      ...{ corpus: 'made', benchmark: false, protocol: 'loso', speakerIndependent: true, speakerAdaptation: 'none' },
      ...{ model: { kind: 'cnn' }, frontEnd: DEFAULT_FRONT_END, training: TRAINING_DEFAULTS.cnn, candidates: 1, seed },
      ...{ labels, utterances: predictions.length, folds: speakers, foldsOfProtocol: speakers, partial: false },
      ...change,
    },
    metrics: measure(predictions, labels, { resamples: 100 }),
    folds,
    predictions,
    histories: [],
  });
}
