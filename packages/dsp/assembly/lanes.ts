// Two frames side by side: each vector holds the same number of two frames, and no operation mixes its lanes, so that what a
// frame gives depends on that frame alone. A complex number of two frames is a vector of real and one of imaginary parts.

/** Bytes of n doubles. */
@inline
export function doubles(n: i32): usize {
  return <usize>n << 3;
}

/** Bytes of n complex numbers of two frames. */
@inline
export function complexes(n: i32): usize {
  return <usize>n << 5;
}

/** (a0, b0) of the pairs at two addresses. */
@inline
export function firsts(a: v128, b: v128): v128 {
  return v128.shuffle<f64>(a, b, 0, 2);
}

/** (a1, b1) of the pairs at two addresses. */
@inline
export function seconds(a: v128, b: v128): v128 {
  return v128.shuffle<f64>(a, b, 1, 3);
}
