/** What came of several rounds. */
export interface Spread {
  readonly minimum: number;
  readonly median: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { minimum: sorted[0]!, median };
}

/**
 * Runs every side once per round, one after the other, so that whatever else the machine does meets all of them. Returns
 * the results of each side, in order of the rounds.
 */
export async function interleaved<R>(rounds: number, sides: readonly (() => Promise<R>)[]): Promise<R[][]> {
  const results: R[][] = sides.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, side] of sides.entries()) results[index]!.push(await side());
  }
  return results;
}
