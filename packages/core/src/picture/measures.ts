import type { Strip } from "./scene.ts";
import { faderText, textWidth } from "./text.ts";

// Lengths are pixels.

export const MARGIN = 24;
export const HEADER_HEIGHT = 72;
/** Right of the stereo bus: where the mix leaves. */
export const OUTPUT_WIDTH = 28;
export const NARROWEST_PICTURE = 320;
/** A picture that needs more is shown smaller. */
export const WIDEST_PICTURE = 1200;

/** Between columns, where cables bend: wider where they come from far above and below. */
export const COLUMN_GAP = { least: 56, most: 136, rowsPerPixel: 10 } as const;

/** Between what follows each other in a column. */
export const GAPS = { bus: 16, track: 4, trackGroup: 14, cable: 5 } as const;
/** Kept for a cable that passes a column. */
export const CABLE_HEIGHT = 8;

/** With more tracks, they stand in two columns, the cables of the left one running between the tracks of the right. */
export const MOST_TRACKS_IN_ONE_COLUMN = 32;
export const STAGGER = 12;
/** A staggered track starts where its neighbour in the other column has its middle. */
export const STAGGERED_SHARE = 0.5;

export const BAR_WIDTH = 6;
export const PADDING = 8;
export const BADGE_WIDTH = 16;
export const FONT_SIZES = { root: 14, bus: 13, track: 12, detail: 11 } as const;

/** From a line's middle to its base line, in ems. */
export const BASE_LINE = 0.35;

export const PROCESSOR_SEPARATOR = " · ";

export const chainText = ({ processors }: Strip): string =>
  processors.map(({ name }) => name).join(PROCESSOR_SEPARATOR);

export function stripHeight({ kind, processors }: Strip, crowded: boolean): number {
  if (kind === "track") return crowded ? 20 : 24;
  return processors.length > 0 ? 48 : 32;
}

/** Least and most, by what is in the column. */
const WIDTHS = { root: [152, 216], bus: [112, 200], track: [96, 240], crowdedTrack: [80, 160] } as const;

/** As wide as a column's strips would like, within limits. */
export function columnWidth(strips: readonly Strip[], crowded: boolean): number {
  const wished = Math.ceil(Math.max(0, ...strips.map(wishedWidth)));
  const within = ([least, most]: readonly [number, number]): number => Math.min(most, Math.max(least, wished));
  if (isTrackColumn(strips)) return crowded ? 2 * within(WIDTHS.crowdedTrack) + STAGGER : within(WIDTHS.track);
  return within(strips.some(({ kind }) => kind === "root") ? WIDTHS.root : WIDTHS.bus);
}

export const isTrackColumn = (strips: readonly Strip[]): boolean => strips.every(({ kind }) => kind === "track");

function wishedWidth(strip: Strip): number {
  const name = BAR_WIDTH + PADDING + textWidth(strip.label, reckonedSize(strip)) + PADDING;
  const chain = detailWidth(chainText(strip));
  const status = (strip.muted ? BADGE_WIDTH + PADDING : 0) + detailWidth(faderText(strip.faderDb));
  return strip.kind === "track" ? name + chain + status : Math.max(name + status, BAR_WIDTH + PADDING + chain);
}

const BOLD_WIDENING = 1.12;

/** The font size by which a name's width is reckoned: buses have theirs in bold, which is wider. */
export const reckonedSize = ({ kind }: Strip): number => FONT_SIZES[kind] * (kind === "track" ? 1 : BOLD_WIDENING);

/** Of a detail with the padding beside it; none takes nothing. */
export const detailWidth = (text: string): number => (text === "" ? 0 : textWidth(text, FONT_SIZES.detail) + PADDING);
