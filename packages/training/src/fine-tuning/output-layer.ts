import { applyTemperature } from '@ser/models';

/** A window of a clip: what the output layer reads. */
export interface EmbeddedWindow {
  /** Number of its clip. */
  readonly clip: number;
  /** Weight in the loss; those of a clip add up to 1. */
  readonly weight: number;
  /** Index of the label. */
  readonly label: number;
  readonly embedding: Float64Array;
  /** Logit of each label by the layer that fine-tuning begins with. */
  readonly logits: readonly number[];
}

/** What the fit of an output layer depends on. */
export interface OutputLayerProblem {
  readonly windows: readonly EmbeddedWindow[];
  /** Number of labels. */
  readonly labels: number;
  /** Divides the logits. */
  readonly temperature: number;
}

/**
 * Weight of half the squared change of the layer, in mean squared lengths of an embedding. Chosen on speakers of SAVEE and
 * EMOVO, with 2 and 5 clips of each emotion; RAVDESS and TESS then confirmed it.
 */
const PULL = 0.1;

/** Steps that every fit takes: the loss is strongly convex, and 150 of them end within 1e-3 of the least one. */
const STEPS = 150;

/** Returns the inner products of all windows, with 1 for the bias. */
export function gramOf(windows: readonly EmbeddedWindow[]): readonly Float64Array[] {
  const rows = windows.map(() => new Float64Array(windows.length));
  for (let i = 0; i < windows.length; i++)
    for (let j = 0; j <= i; j++) {
      const [a, b] = [windows[i]!.embedding, windows[j]!.embedding];
      let sum = 1;
      for (let unit = 0; unit < a.length; unit++) sum += a[unit]! * b[unit]!;
      rows[i]![j] = sum;
      rows[j]![i] = sum;
    }
  return rows;
}

/**
 * Fits an output layer to some of the windows: minimizes their weighted cross-entropy plus half of {@link PULL} times the
 * squared change of the layer (L2-SP; Li et al., 2018), by Nesterov's accelerated gradient from no change. Labels that none
 * of the windows has take no part in the softmax: that they are not here says nothing about them.
 *
 * The change of the layer is a sum of embeddings, so that the work is done on its coefficients and grows with the number
 * of windows, not with that of units.
 *
 * @param used numbers of the windows.
 * @param gram inner products from {@link gramOf}.
 * @returns coefficients [windows][labels]; the change of the layer is the sum of each row times its embedding.
 */
export function fitOutputLayer(
  { windows, labels, temperature }: OutputLayerProblem,
  gram: readonly Float64Array[],
  used: readonly number[],
): Float64Array[] {
  const coefficients = windows.map(() => new Float64Array(labels));
  const ahead = windows.map(() => new Float64Array(labels));
  const squares = used.reduce((sum, i) => sum + gram[i]![i]! - 1, 0);
  // Embeddings of zeros leave nothing to learn but the bias, which needs some pull as well.
  const pull = PULL * (squares / used.length || 1);
  const present = Array.from({ length: labels }, (_, label) => used.some((i) => windows[i]!.label === label));
  const steepest = used.reduce((sum, i) => sum + (windows[i]!.weight * gram[i]![i]!) / (2 * temperature ** 2), pull);
  const ratio = Math.sqrt(pull / steepest);
  const momentum = (1 - ratio) / (1 + ratio);
  for (let step = 0; step < STEPS; step++) {
    const slopes = used.map((i) => {
      const { label, weight } = windows[i]!;
      const logits = shiftedLogits(windows[i]!.logits, gram[i]!, ahead, used);
      const answer = softmax(logits.map((logit, k) => (present[k] ? logit / temperature : Number.NEGATIVE_INFINITY)));
      return answer.map((p, k) => (weight * (p - (k === label ? 1 : 0))) / temperature);
    });
    for (const [at, i] of used.entries()) {
      const [now, next] = [coefficients[i]!, ahead[i]!];
      for (let k = 0; k < labels; k++) {
        const moved = next[k]! - (pull * next[k]! + slopes[at]![k]!) / steepest;
        next[k] = moved + momentum * (moved - now[k]!);
        now[k] = moved;
      }
    }
  }
  return coefficients;
}

/** Returns the logits of a window after the change of the layer. */
function shiftedLogits(
  logits: readonly number[],
  products: Float64Array,
  coefficients: readonly Float64Array[],
  used: readonly number[],
): number[] {
  const sums = [...logits];
  for (const j of used) {
    const row = coefficients[j]!;
    for (let k = 0; k < sums.length; k++) sums[k]! += products[j]! * row[k]!;
  }
  return sums;
}

function softmax(logits: readonly number[]): number[] {
  const top = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - top));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/**
 * Returns the calibrated probabilities of a clip by a changed layer, as `SerModel.predict` computes them: the mean over
 * its windows, then the temperature.
 *
 * @param used numbers of the windows that the layer was fitted to; none for the layer that fine-tuning begins with.
 */
export function answerFor(
  clip: number,
  { windows, labels, temperature }: OutputLayerProblem,
  gram: readonly Float64Array[],
  coefficients: readonly Float64Array[],
  used: readonly number[],
): number[] {
  const mean = new Array<number>(labels).fill(0);
  for (const [i, window] of windows.entries())
    if (window.clip === clip)
      for (const [k, p] of softmax(shiftedLogits(window.logits, gram[i]!, coefficients, used)).entries())
        mean[k]! += window.weight * p;
  return applyTemperature(mean, temperature);
}
