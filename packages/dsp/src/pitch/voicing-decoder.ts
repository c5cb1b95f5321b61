import { engine } from '../engine/choose.js';
import { argMax } from '../signal/vector.js';

/** Least positive normal number, 2^-1022, added before logarithms as librosa does. */
const TINY = 2.2250738585072014e-308;

/** The most probable path through pitches that are voiced (states below `pitches`) or unvoiced (those from there on). */
export interface VoicingDecoder {
  /** Takes the probabilities of a frame: of each voiced pitch, and of every unvoiced one. */
  add(voiced: Float64Array, unvoiced: number): void;
  /** The state of each frame. */
  path(): Uint32Array;
}

/** Logarithms of the probabilities to move from pitch `k` to `j`: `[k * span + j - k + reach]`. */
function moves(pitches: number, width: number): { rows: Float64Array; reach: number } {
  const reach = width >> 1;
  const span = 2 * reach + 1;
  const rows = new Float64Array(pitches * span);
  // librosa centers a triangle of `width` states in the grid and rotates it into place.
  const first = ((pitches - width) >> 1) + (pitches >> 1) + 1;
  for (let k = 0; k < pitches; k++) {
    let sum = 0;
    for (let i = 0; i < width; i++) {
      const j = (first + i + k) % pitches;
      if (Math.abs(j - k) > reach) continue;
      const weight = 2 * Math.min(i, width - 1 - i) + 1 + (width % 2);
      rows[k * span + j - k + reach] = weight;
      sum += weight;
    }
    for (let i = k * span; i < (k + 1) * span; i++) rows[i]! /= sum;
  }
  return { rows, reach };
}

/**
 * Viterbi decoding of pitch and voicing, equal to `librosa.sequence.viterbi` with the transition matrix of `pyin`: a
 * triangle of `width` pitches, times the probability to change between voiced and unvoiced. What the triangle does not
 * reach has the logarithm of `TINY`, so one candidate, the best state of all, stands for it.
 */
export function createVoicingDecoder({
  pitches,
  width,
  switchProb,
  frames,
}: {
  pitches: number;
  width: number;
  switchProb: number;
  frames: number;
}): VoicingDecoder {
  const { rows, reach } = moves(pitches, width);
  const stay = 1 - switchProb;
  const far = Math.log(TINY);
  const move = engine().moves({
    pitches,
    reach,
    staying: rows.map((p) => Math.log(p * stay + TINY)),
    switching: rows.map((p) => Math.log(p * (1 - stay) + TINY)),
  });
  const states = 2 * pitches;
  const from = new Uint32Array(frames * states);
  let scores = new Float64Array(states).fill(Math.log(1 / states + TINY));
  let next = new Float64Array(states);
  let added = 0;

  const step = () => {
    const top = argMax(scores);
    const leap = scores[top]! + far;
    const row = added * states;
    move(scores, next, from, row);
    for (let to = 0; to < states; to++) {
      if (next[to]! > leap || (next[to] === leap && from[row + to]! < top)) continue;
      next[to] = leap;
      from[row + to] = top;
    }
    [scores, next] = [next, scores];
  };

  return {
    add(voiced, unvoiced) {
      if (added > 0) step();
      const silent = Math.log(unvoiced + TINY);
      for (let j = 0; j < pitches; j++) {
        scores[j]! += voiced[j]! ? Math.log(voiced[j]! + TINY) : far;
        scores[j + pitches]! += silent;
      }
      added++;
    },
    path() {
      const path = new Uint32Array(added);
      let state = argMax(scores);
      for (let t = added; t--; ) {
        path[t] = state;
        state = from[t * states + state]!;
      }
      return path;
    },
  };
}
