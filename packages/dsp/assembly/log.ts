// Natural logarithms of two normal positive numbers, within one unit in the last place (fdlibm's polynomial).

@inline
export function log2(x: v128): v128 {
  // x = 2^k · m with m in [√½, √2): the significand is brought there by an offset of the bits.
  const shifted = i64x2.add(x, i64x2.splat(0x00095f6200000000));
  const m = i64x2.add(v128.and(shifted, i64x2.splat(0x000fffffffffffff)), i64x2.splat(0x3fe6a09e00000000));
  // The exponent in the low bits of 2⁵² is a double after subtraction.
  const high = v128.or(i64x2.shr_u(shifted, 52), i64x2.splat(0x4330000000000000));
  const k = f64x2.sub(high, f64x2.splat(4503599627371519));
  const f = f64x2.sub(m, f64x2.splat(1));
  const s = f64x2.div(f, f64x2.add(f64x2.splat(2), f));
  const z = f64x2.mul(s, s);
  const w = f64x2.mul(z, z);
  let t1 = f64x2.add(f64x2.splat(0.2222219843214978396), f64x2.mul(w, f64x2.splat(0.1531383769920937332)));
  t1 = f64x2.mul(w, f64x2.add(f64x2.splat(0.3999999999940941908), f64x2.mul(w, t1)));
  let t2 = f64x2.add(f64x2.splat(0.181835721616180501), f64x2.mul(w, f64x2.splat(0.1479819860511658591)));
  t2 = f64x2.add(f64x2.splat(0.2857142874366239149), f64x2.mul(w, t2));
  t2 = f64x2.mul(z, f64x2.add(f64x2.splat(0.6666666666666735130), f64x2.mul(w, t2)));
  const r = f64x2.add(t1, t2);
  const halfSquare = f64x2.mul(f64x2.splat(0.5), f64x2.mul(f, f));
  const low = f64x2.add(f64x2.mul(s, f64x2.add(halfSquare, r)), f64x2.mul(k, f64x2.splat(1.90821492927058770002e-10)));
  return f64x2.sub(f64x2.mul(k, f64x2.splat(6.93147180369123816490e-1)), f64x2.sub(f64x2.sub(halfSquare, low), f));
}
