// Sums over all that was heard, for correlation and DC offset.
// State: sum (L, R), sum of squares (L, R), sum of products L·R (twice).

import { FRAME_BYTES } from "./abi";

export function stereoSumsStateBytes(): i32 {
  return 48;
}

export function stereoSumsProcess(state: usize, input: usize, frames: i32): void {
  let sum = v128.load(state);
  let squares = v128.load(state, 16);
  let products = v128.load(state, 32);
  const end = input + <usize>frames * FRAME_BYTES;
  while (input < end) {
    const frame = v128.load(input);
    sum = f64x2.add(sum, frame);
    squares = f64x2.add(squares, f64x2.mul(frame, frame));
    products = f64x2.add(products, f64x2.mul(frame, v128.shuffle<i64>(frame, frame, 1, 0)));
    input += FRAME_BYTES;
  }
  v128.store(state, sum);
  v128.store(state, squares, 16);
  v128.store(state, products, 32);
}
