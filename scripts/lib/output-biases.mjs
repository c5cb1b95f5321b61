// Biases of a network's output that fit a corpus (bias-corrected temperature scaling, Alexandari, Kundaje & Shrikumar 2020).
import { SerModel } from '../../packages/models/dist/index.js';

const STEPS = 600;
const LEAST = 1e-9;

/**
 * Returns what is subtracted from the logit of each class, so that the cross-entropy of the clips is least; each class
 * counts alike, and one temperature of all classes is fitted along.
 *
 * @param probabilities of each clip, uncalibrated.
 * @param labels the index of each clip's true class.
 */
export function fitOutputBiases(probabilities, labels) {
  const classes = probabilities[0].length;
  const logs = probabilities.map((row) => row.map((p) => Math.log(Math.max(p, LEAST))));
  const present = new Set(labels);
  const counts = Array.from({ length: classes }, (_, k) => labels.filter((label) => label === k).length);
  const weights = labels.map((label) => 1 / (counts[label] * present.size));
  let scale = 1;
  let biases = new Array(classes).fill(0);
  // The loss is convex in both; plain descent gets there.
  for (let step = 0; step < STEPS; step++) {
    let ofScale = 0;
    const ofBiases = new Array(classes).fill(0);
    for (const [i, row] of logs.entries()) {
      const scores = row.map((log, k) => Math.exp(scale * log - biases[k]));
      const sum = scores.reduce((total, score) => total + score, 0);
      for (const [k, score] of scores.entries()) {
        const excess = (score / sum - (k === labels[i] ? 1 : 0)) * weights[i];
        ofScale += excess * row[k];
        ofBiases[k] -= excess;
      }
    }
    scale -= 0.3 * ofScale;
    biases = biases.map((bias, k) => bias - 4 * ofBiases[k]);
  }
  const mean = biases.reduce((total, bias) => total + bias, 0) / classes;
  return biases.map((bias) => (bias - mean) / scale);
}

/** Returns the model with biases subtracted from the logits of its network, whose weights change. */
export function subtractOutputBiases(model, biases) {
  const layer = model.network.layers.at(-1);
  const [kernel, bias] = layer.getWeights();
  if (layer.getClassName() !== 'Dense' || bias === undefined) throw new Error('the last layer has no biases');
  layer.setWeights([kernel, bias.sub(biases)]);
  const { network, frontEnd, labels, window, temperature, enrollment, neutral, rejection, card } = model;
  // Scores of neutral clips move along.
  const neutralScores = model.neutralScores?.map((score, k) => score - biases[k]);
  return new SerModel({
    ...{ network, frontEnd, labels, window, temperature, enrollment, neutral, neutralScores, rejection, card },
  });
}
