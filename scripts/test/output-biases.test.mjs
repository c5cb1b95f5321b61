import { expect, it } from 'vitest';
import { fitOutputBiases } from '../lib/output-biases.mjs';

/** Answers of a network that is right on average, but for biases in its logits. */
function biasedAnswers(biases, clips) {
  let state = 7;
  const random = () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return state / 2 ** 31;
  };
  const [probabilities, labels] = [[], []];
  for (let i = 0; i < clips; i++) {
    const logits = biases.map(() => 3 * random());
    const scores = logits.map(Math.exp);
    let left = random() * scores.reduce((total, score) => total + score, 0);
    labels.push(scores.findIndex((score) => (left -= score) <= 0));
    const biased = logits.map((logit, k) => Math.exp(logit + biases[k]));
    const sum = biased.reduce((total, score) => total + score, 0);
    probabilities.push(biased.map((score) => score / sum));
  }
  return { probabilities, labels };
}

it('finds the biases of a network', () => {
  const biases = [1, -0.4, -0.6];
  const { probabilities, labels } = biasedAnswers(biases, 1500);
  for (const [k, bias] of fitOutputBiases(probabilities, labels).entries())
    expect(Math.abs(bias - biases[k])).toBeLessThan(0.2);
});

it('counts each class alike, however rare', () => {
  const { probabilities, labels } = biasedAnswers([0, 0], 2000);
  const kept = labels.flatMap((label, i) => (label === 0 && i % 5 !== 0 ? [] : [i]));
  const [first] = fitOutputBiases(
    kept.map((i) => probabilities[i]),
    kept.map((i) => labels[i]),
  );
  expect(Math.abs(first)).toBeLessThan(0.2);
});
