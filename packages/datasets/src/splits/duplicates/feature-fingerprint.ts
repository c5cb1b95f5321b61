import { invalidArgument } from '@ser/core';
import type { FeatureMatrix } from '@ser/dsp';
import { BLOCK, type Fingerprint, fingerprint } from './fingerprint.js';

/** Slices of time and groups of neighboring coefficients of a fingerprint, at most. */
const SLICES = 97;
const GROUPS = 4;
/** Clips of fewer frames are too short to tell apart. */
const FEWEST_FRAMES = 40;

/** Standard deviation of each coefficient within clips, over all clips. */
function deviations(features: Iterable<FeatureMatrix>, coeffs: number): Float64Array {
  const squares = new Float64Array(coeffs);
  let frames = 0;
  for (const matrix of features) {
    const means = meansOf(matrix);
    for (let i = 0, c = 0; i < matrix.frames * coeffs; i++) {
      const from = matrix.data[i]! - means[c]!;
      squares[c]! += from * from;
      if (++c === coeffs) c = 0;
    }
    frames += matrix.frames;
  }
  return squares.map((sum) => Math.sqrt(sum / frames));
}

function meansOf({ data, frames, coeffs }: FeatureMatrix): Float64Array {
  const means = new Float64Array(coeffs);
  for (let i = 0, c = 0; i < frames * coeffs; i++) {
    means[c]! += data[i]!;
    if (++c === coeffs) c = 0;
  }
  return means.map((sum) => sum / frames);
}

/**
 * The fingerprints of features of one kind; clips of fewer than 40 frames, or whose features do not change, have none.
 *
 * Every coefficient counts in standard deviations, so that all weigh the same; 4 groups of neighboring coefficients are
 * averaged over 97 slices of time. What is kept is the change from each slice to the next: neither level nor color
 * matters then, nor the slow course of speech and silence, which different takes of a sentence share.
 */
export function featureFingerprints(features: ReadonlyMap<string, FeatureMatrix>): Map<string, Fingerprint> {
  const prints = new Map<string, Fingerprint>();
  const [first] = features.values();
  if (!first) return prints;
  const { coeffs } = first;
  for (const matrix of features.values())
    if (matrix.coeffs !== coeffs) throw invalidArgument('features', matrix.coeffs, `all of ${coeffs} coefficients`);
  const spread = deviations(features.values(), coeffs);
  for (const [id, matrix] of features) {
    const shape = matrix.frames < FEWEST_FRAMES ? undefined : shapeOf(matrix, spread);
    if (shape) prints.set(id, fingerprint(matrix.frames, shape));
  }
  return prints;
}

function shapeOf({ data, frames, coeffs }: FeatureMatrix, spread: Float64Array): Float32Array | undefined {
  const slices = Math.min(SLICES, frames);
  const groups = Math.min(GROUPS, coeffs);
  const groupOf = Uint8Array.from({ length: coeffs }, (_, c) => Math.floor((c * groups) / coeffs));
  const scale = Float64Array.from(spread, (deviation) => (deviation > 0 ? 1 / deviation : 0));
  const shape = new Float32Array(Math.ceil((SLICES * GROUPS) / BLOCK) * BLOCK);
  for (let t = 0; t < frames; t++) {
    const row = Math.floor((t * slices) / frames) * GROUPS;
    for (let c = 0; c < coeffs; c++) shape[row + groupOf[c]!]! += data[t * coeffs + c]! * scale[c]!;
  }
  for (let slice = 0; slice < slices; slice++) {
    const length = Math.ceil(((slice + 1) * frames) / slices) - Math.ceil((slice * frames) / slices);
    for (let group = 0; group < groups; group++) shape[slice * GROUPS + group]! /= length;
  }
  for (let slice = 0; slice < SLICES - 1; slice++)
    for (let group = 0; group < groups; group++) {
      const at = slice * GROUPS + group;
      shape[at] = slice < slices - 1 ? shape[at + GROUPS]! - shape[at]! : 0;
    }
  shape.fill(0, (SLICES - 1) * GROUPS);
  let norm = 0;
  for (const value of shape) norm += value * value;
  norm = Math.sqrt(norm);
  // Rounding alone is no shape.
  if (!(norm > 1e-3)) return undefined;
  return shape.map((value) => value / norm);
}
