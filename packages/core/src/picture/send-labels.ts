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
  const labels: SendLabel[] = [];
  for (const send of sends) {
    const label = seatsOf(send).find((seat) => !labels.some((other) => overlap(seat, other)));
    if (label) labels.push(label);
  }
  return labels;
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
