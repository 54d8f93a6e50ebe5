// Impedances at one frequency, for the oracles of passive networks.

export type Complex = readonly [re: number, im: number];

export const add = (...terms: readonly Complex[]): Complex => [
  terms.reduce((sum, [re]) => sum + re, 0),
  terms.reduce((sum, [, im]) => sum + im, 0),
];
export const multiply = ([a, b]: Complex, [c, d]: Complex): Complex => [a * c - b * d, a * d + b * c];
export const divide = (over: Complex, [c, d]: Complex): Complex =>
  multiply(over, [c / (c * c + d * d), -d / (c * c + d * d)]);
export const parallel = (a: Complex, b: Complex): Complex => divide(multiply(a, b), add(a, b));
export const ohms = (value: number): Complex => [value, 0];
