// Mid M = (L + R)/2 and side S = (L − R)/2 as the two lanes of a frame, and back.

// @ts-ignore: decorator
@inline
export function toMidSide(frame: v128): v128 {
  return f64x2.mul(toLeftRight(frame), f64x2.splat(0.5));
}

/** L = M + S, R = M − S. */
// @ts-ignore: decorator
@inline
export function toLeftRight(frame: v128): v128 {
  const second = v128.xor(v128.shuffle<i64>(frame, frame, 1, 1), i64x2(0, 0x8000000000000000));
  return f64x2.add(v128.shuffle<i64>(frame, frame, 0, 0), second);
}
