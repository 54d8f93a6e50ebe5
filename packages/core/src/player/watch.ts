/** What eyes want to see of a voice's memory: stretches of doubles, and words that say whether a processor has failed. */
export interface WatchList {
  readonly stretches: readonly { readonly address: number; readonly doubles: number }[];
  readonly words: readonly number[];
}

export const watchedDoubles = ({ stretches, words }: WatchList): number =>
  stretches.reduce((sum, { doubles }) => sum + doubles, words.length);

/** Copies what is watched into `target`, one after the other; words become numbers. */
export function readWatched(memory: WebAssembly.Memory, { stretches, words }: WatchList, target: Float64Array): void {
  let at = 0;
  const values = new Float64Array(memory.buffer);
  for (const { address, doubles } of stretches) {
    for (let i = 0; i < doubles; i++) target[at++] = values[(address >> 3) + i]!;
  }
  const flags = new Int32Array(memory.buffer);
  for (const address of words) target[at++] = flags[address >> 2]!;
}
