/** How much is fetched at once: the distance over which latency of the network does not count. */
const PIECE_BYTES = 512 * 1024;
/** Multiples of the golden ratio lie evenly in a circle, however many they are. */
const GOLDEN_SHARE = 0.618;

let files = 0;

/** Where the piece of a file ends that is fetched for what is at a place. */
export type PieceEnd = (position: number) => number;

/**
 * Pieces end elsewhere in each file, or recordings that play together would all be fetched in the same moment: they are half as long to
 * half as long again where one begins to read, and of one length from there on.
 */
export function pieceEnds(): PieceEnd {
  const offset = Math.round(PIECE_BYTES * ((GOLDEN_SHARE * files++) % 1));
  return (position) => offset + PIECE_BYTES * Math.ceil((position - offset) / PIECE_BYTES + 0.5);
}
