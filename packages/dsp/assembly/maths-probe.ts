// Built for the tests alone: the maths that kernels compute with, callable from TypeScript.

import { exp2Pair, log2Pair } from "./fast-maths";

export * from "./maths";

export function log2Pairs(input: usize, output: usize, pairs: i32): void {
  for (const end = input + (<usize>pairs << 4); input < end; input += 16, output += 16) {
    v128.store(output, log2Pair(v128.load(input)));
  }
}

export function exp2Pairs(input: usize, output: usize, pairs: i32): void {
  for (const end = input + (<usize>pairs << 4); input < end; input += 16, output += 16) {
    v128.store(output, exp2Pair(v128.load(input)));
  }
}
