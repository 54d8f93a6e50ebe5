/** The lowest level that a meter shows. */
export const FLOOR_DBFS = -60;

/** The share of a meter that a peak fills, from −60 to 0 dBFS. */
export const shareOf = (peakDbfs: number): number => Math.min(1, Math.max(0, 1 - peakDbfs / FLOOR_DBFS));
