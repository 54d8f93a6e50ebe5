/** Part of the mix that is played again and again. */
export interface LoopRange {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** Players take none shorter: 1024 frames, of which a second has 8000 at least. */
export const SHORTEST_SECONDS = 0.13;

const within = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value));

/** What lies between two places of a mix. */
export function rangeBetween(oneSeconds: number, otherSeconds: number, mixSeconds: number): LoopRange {
  const [first, last] = [Math.min(oneSeconds, otherSeconds), Math.max(oneSeconds, otherSeconds)];
  const startSeconds = within(first, 0, mixSeconds - SHORTEST_SECONDS);
  return { startSeconds, endSeconds: within(last, startSeconds + SHORTEST_SECONDS, mixSeconds) };
}

/** With another start. An end that it passes goes on before it, as far away as it was. */
export function withStart(range: LoopRange, seconds: number, mixSeconds: number): LoopRange {
  const startSeconds = within(seconds, 0, mixSeconds - SHORTEST_SECONDS);
  if (startSeconds <= range.endSeconds - SHORTEST_SECONDS) return { ...range, startSeconds };
  return rangeBetween(startSeconds, startSeconds + range.endSeconds - range.startSeconds, mixSeconds);
}

/** With another end. A start that it passes goes on before it, as far away as it was. */
export function withEnd(range: LoopRange, seconds: number, mixSeconds: number): LoopRange {
  const endSeconds = within(seconds, SHORTEST_SECONDS, mixSeconds);
  if (endSeconds >= range.startSeconds + SHORTEST_SECONDS) return { ...range, endSeconds };
  return { startSeconds: Math.max(0, endSeconds - (range.endSeconds - range.startSeconds)), endSeconds };
}
