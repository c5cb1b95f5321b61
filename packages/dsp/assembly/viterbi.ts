import { doubles } from './lanes';

/**
 * One step of the decoding of pitch and voicing: for each state the best one before it. `voiced` and `unvoiced`: the scores of
 * each pitch, with `reach` values before and after them; `staying` and `switching`: logarithms of the probabilities to come to
 * pitch j from pitch j + d, rows of d from -reach to reach, each of an even number of pitches, -Infinity beyond the grid. Both
 * targets get the scores and, in `origins`, the states; among equals the lowest one. Pitches are worked on by pairs.
 */
export function follow(
  voiced: usize, unvoiced: usize, pitches: i32, reach: i32, staying: usize, switching: usize,
  toVoiced: usize, toUnvoiced: usize, originsVoiced: usize, originsUnvoiced: usize,
): void {
  const row = doubles((pitches + 1) & ~1);
  const span = 2 * reach + 1;
  const one = i64x2.splat(1);
  for (let j = 0; j < pitches; j += 2) {
    const at = doubles(j);
    const lowest = f64x2.splat(-Infinity);
    let best = lowest;
    let bestSilent = lowest;
    const first = i64x2.add(i64x2.splat(j - reach), i64x2(0, 1));
    let origin = first;
    let originSilent = first;
    for (let part = 0; part < 2; part++) {
      let state = part ? i64x2.add(first, i64x2.splat(pitches)) : first;
      let scores = (part ? unvoiced : voiced) + at;
      let same = (part ? switching : staying) + at;
      let other = (part ? staying : switching) + at;
      for (let d = 0; d < span; d++) {
        const score = v128.load(scores);
        const to = f64x2.add(score, v128.load(same));
        const toSilent = f64x2.add(score, v128.load(other));
        origin = v128.bitselect(state, origin, f64x2.gt(to, best));
        originSilent = v128.bitselect(state, originSilent, f64x2.gt(toSilent, bestSilent));
        best = f64x2.pmax(best, to);
        bestSilent = f64x2.pmax(bestSilent, toSilent);
        state = i64x2.add(state, one);
        scores += 8;
        same += row;
        other += row;
      }
    }
    v128.store(toVoiced + at, best);
    v128.store(toUnvoiced + at, bestSilent);
    const o = <usize>j << 2;
    v128.store32_lane(originsVoiced + o, origin, 0);
    v128.store32_lane(originsVoiced + o, origin, 2, 4);
    v128.store32_lane(originsUnvoiced + o, originSilent, 0);
    v128.store32_lane(originsUnvoiced + o, originSilent, 2, 4);
  }
}
