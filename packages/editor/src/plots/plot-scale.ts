/** A range that is drawn over a length, in plot units; a flipped one rises upwards. */
export interface Axis {
  readonly from: number;
  readonly to: number;
  readonly length: number;
  readonly scale?: "linear" | "logarithmic";
  readonly isFlipped?: boolean;
}

/** Where a value stands on an axis, held within it by a little more than its ends, so that lines leave the picture. */
export function place({ from, to, length, scale = "linear", isFlipped = false }: Axis, value: number): number {
  const share = scale === "linear" ? (value - from) / (to - from) : Math.log(value / from) / Math.log(to / from);
  const held = Math.min(1.05, Math.max(-0.05, Number.isNaN(share) ? 0 : share));
  return length * (isFlipped ? 1 - held : held);
}

/** What all plots over frequency show: 20 Hz to 20 kHz, octaves equally wide. */
export const HERTZ = { from: 20, to: 20_000, scale: "logarithmic" } as const;

/** The value at a share of an axis; shares beyond its ends are held there. */
export function valueAt({ from, to, scale = "linear" }: Omit<Axis, "length">, share: number): number {
  const held = Math.min(1, Math.max(0, share));
  return scale === "linear" ? from + (to - from) * held : from * (to / from) ** held;
}

/** The `d` of an SVG path through points, to a tenth of a plot unit. */
export function pathThrough(x: Axis, xs: readonly number[], y: Axis, ys: readonly number[]): string {
  return xs
    .map((value, index) => `${index === 0 ? "M" : "L"}${place(x, value).toFixed(1)} ${place(y, ys[index]!).toFixed(1)}`)
    .join("");
}

const DEEPEST_CUT_DB = 12;
const WIDEST_DB = 24;

/** Half the height in dB that shows all boosts of a response, and its cuts down to 12: 6, 12, 18 or 24. */
export function rangeFor(decibels: readonly number[]): number {
  const cut = Math.min(DEEPEST_CUT_DB, -Math.min(0, ...decibels));
  const most = Math.max(cut, ...decibels);
  return Math.min(WIDEST_DB, Math.max(6, 6 * Math.ceil(most / 6)));
}
