import { FONT_SIZES } from "./measures.ts";
import { pointOn, type Box, type Segment } from "./routes.ts";
import type { Cable } from "./scene.ts";
import { decibelText, textWidth } from "./text.ts";

export interface SendLabel extends Box {
  readonly text: string;
  readonly isSilent: boolean;
}

const HEIGHT = 14;
const PADDING = 4;
/** Where a label may sit on a bend: the middle first, never so far out that it would touch a column. */
const SEATS = [0.5, 0.44, 0.56, 0.38, 0.62, 0.34, 0.66];

interface Send {
  readonly cable: Pick<Cable, "gainDb" | "isSilent">;
  readonly segments: readonly Segment[];
}

/**
 * The gain of each send at the middle of its last bend, moved along the cable where another label sits already.
 * Where sends are so many that none of a cable's seats is free, its gain is left to the cable's title.
 */
export function labelSends(sends: readonly Send[]): SendLabel[] {
  // By rows as high as a label: only those of a row and its neighbours can touch.
  const rows = new Map<number, SendLabel[]>();
  const rowOf = ({ y }: SendLabel): number => Math.floor(y / HEIGHT);
  const isFree = (seat: SendLabel): boolean => {
    const near = [rowOf(seat) - 1, rowOf(seat), rowOf(seat) + 1].flatMap((row) => rows.get(row) ?? []);
    return !near.some((other) => overlap(seat, other));
  };
  return sends.flatMap((send) => {
    const label = seatsOf(send).find(isFree);
    if (label === undefined) return [];
    rows.set(rowOf(label), [...(rows.get(rowOf(label)) ?? []), label]);
    return [label];
  });
}

function seatsOf({ cable, segments }: Send): SendLabel[] {
  const text = decibelText(cable.gainDb);
  const width = textWidth(text, FONT_SIZES.detail) + 2 * PADDING;
  const bends = segments.filter(({ controls }) => controls !== undefined).toReversed();
  return bends.flatMap((bend) =>
    SEATS.map((t) => {
      const { x, y } = pointOn(bend, t);
      return { text, isSilent: cable.isSilent, x: x - width / 2, y: y - HEIGHT / 2, width, height: HEIGHT };
    }),
  );
}

export const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
