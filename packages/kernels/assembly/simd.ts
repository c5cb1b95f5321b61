// Vector arithmetic shared by all kernels.

/** a·b + c; one rounding where the build has relaxed SIMD, two elsewhere. */
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** Gradients below this magnitude are stored as zero: denormal operands cost a hundred cycles each. */
@inline
export function flush(x: v128): v128 {
  return v128.and(x, f32x4.ge(f32x4.abs(x), f32x4.splat(1e-25)));
}

/** e^x within 2 ulp (Cephes expf), x clamped to ±87. */
@inline
export function exp4(x: v128): v128 {
  x = f32x4.pmax(f32x4.splat(-87), f32x4.pmin(f32x4.splat(87), x));
  // 1.5·2²³ on top leaves the nearest integer in the low bits of the significand, ready to be an exponent.
  const rounder = f32x4.splat(12582912);
  const shifted = madd(x, f32x4.splat(1.44269504088896341), rounder);
  const n = f32x4.sub(shifted, rounder);
  let r = madd(n, f32x4.splat(-0.693359375), x);
  r = madd(n, f32x4.splat(2.12194440e-4), r);
  let p = madd(f32x4.splat(1.9875691500e-4), r, f32x4.splat(1.3981999507e-3));
  p = madd(p, r, f32x4.splat(8.3334519073e-3));
  p = madd(p, r, f32x4.splat(4.1665795894e-2));
  p = madd(p, r, f32x4.splat(1.6666665459e-1));
  p = madd(p, r, f32x4.splat(5.0000001201e-1));
  p = f32x4.add(madd(p, f32x4.mul(r, r), r), f32x4.splat(1));
  return i32x4.add(p, i32x4.shl(shifted, 23));
}

@inline
export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

/** tanh by a rational polynomial (no cancellation near zero): within 3 ulp. */
@inline
export function tanh4(x: v128): v128 {
  x = f32x4.pmax(f32x4.splat(-9), f32x4.pmin(f32x4.splat(9), x));
  const x2 = f32x4.mul(x, x);
  let p = madd(x2, f32x4.splat(-2.76076847742355e-16), f32x4.splat(2.00018790482477e-13));
  p = madd(p, x2, f32x4.splat(-8.60467152213735e-11));
  p = madd(p, x2, f32x4.splat(5.12229709037114e-8));
  p = madd(p, x2, f32x4.splat(1.48572235717979e-5));
  p = madd(p, x2, f32x4.splat(6.37261928875436e-4));
  p = madd(p, x2, f32x4.splat(4.89352455891786e-3));
  p = f32x4.mul(p, x);
  let q = madd(x2, f32x4.splat(1.19825839466702e-6), f32x4.splat(1.18534705686654e-4));
  q = madd(q, x2, f32x4.splat(2.26843463243900e-3));
  q = madd(q, x2, f32x4.splat(4.89352518554385e-3));
  return f32x4.div(p, q);
}

/** Keras' hard sigmoid: 0.2 x + 0.5 clipped to [0, 1]. */
@inline
export function hardSigmoid4(x: v128): v128 {
  const y = f32x4.add(f32x4.mul(x, f32x4.splat(0.2)), f32x4.splat(0.5));
  return f32x4.pmax(f32x4.splat(0), f32x4.pmin(f32x4.splat(1), y));
}

/** The gate activation: sigmoid, or hard sigmoid where `hard` is set. */
@inline
export function gate4(x: v128, hard: i32): v128 {
  return hard ? hardSigmoid4(x) : sigmoid4(x);
}

/** Its derivative, from its value. */
@inline
export function gateSlope4(y: v128, hard: i32): v128 {
  const one = f32x4.splat(1);
  if (hard) {
    const inside = v128.and(f32x4.gt(y, f32x4.splat(0)), f32x4.lt(y, one));
    return v128.and(inside, f32x4.splat(0.2));
  }
  return f32x4.mul(y, f32x4.sub(one, y));
}

@inline
export function sum4(x: v128): f32 {
  return (
    f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3))
  );
}

/** Bytes of n floats. */
@inline
export function floats(n: i32): usize {
  return <usize>n << 2;
}
