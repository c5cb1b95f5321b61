/** Least probability that counts, so that its logarithm is finite. */
const LEAST = 1e-6;

const scoresOf = (probabilities: readonly number[]): number[] => probabilities.map((p) => Math.log(Math.max(p, LEAST)));

/**
 * Returns the mean scores of clips: of each class, the mean natural logarithm of its probabilities.
 *
 * @param answers probabilities [clips][classes] before calibration, of at least one clip.
 * @example
 * meanScores([[0.8, 0.2], [0.2, 0.8]]); // [-0.916, -0.916]
 */
export function meanScores(answers: readonly (readonly number[])[]): number[] {
  const scores = answers.map(scoresOf);
  return scores[0]!.map((_, label) => scores.reduce((sum, row) => sum + row[label]!, 0) / scores.length);
}

/**
 * Returns probabilities with a shift taken from their scores, scaled to add up to 1.
 *
 * @param shift one number for each class.
 * @example
 * shiftScores([0.5, 0.5], [Math.log(3), 0]); // [0.25, 0.75]
 */
export function shiftScores(probabilities: readonly number[], shift: readonly number[]): number[] {
  const shifted = scoresOf(probabilities).map((score, label) => score - shift[label]!);
  const highest = Math.max(...shifted);
  const powers = shifted.map((score) => Math.exp(score - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
