import type { MeterReadings } from "../../meters/meter-source.tsx";
import { shareOf } from "../../meters/level-share.ts";

/** A place on the screen, in CSS pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What gauges are drawn with: a pen, and the colours and the font of the page. */
export interface Ink {
  readonly pen: CanvasRenderingContext2D;
  readonly level: string;
  readonly clip: string;
  readonly reduction: string;
  readonly text: string;
  readonly font: string;
}

/** Something on the canvas that moves with the sound. */
export interface Gauge {
  /** Returns whether it shows something else than before. */
  take(readings: MeterReadings): boolean;
  /** Draws what was taken last; nothing at rest. */
  draw(box: Box, ink: Ink): void;
}

export const CLIP_DB = 0;
/** A bar of gain reduction is full here. */
const REDUCTION_RANGE_DB = 12;
/** What a peak is held for: a second and a half. */
export const HELD_READINGS = 45;
/** Of the height of its box, what a figure's letters take. */
const LETTERS_SHARE = 0.9;

/** Two bars, left over right. */
export function levelGauge(signal: string): Gauge {
  let peaks: readonly [number, number] | undefined;
  return {
    take: ({ levels }) => {
      const before = peaks;
      peaks = levels[signal]?.peakDbfs;
      return peaks?.[0] !== before?.[0] || peaks?.[1] !== before?.[1];
    },
    draw: ({ x, y, width, height }, { pen, level, clip }) => {
      if (peaks === undefined) return;
      pen.fillStyle = Math.max(...peaks) > CLIP_DB ? clip : level;
      const gap = Math.min(1, height / 7);
      const half = (height - gap) / 2;
      pen.fillRect(x, y, width * shareOf(peaks[0]), half);
      pen.fillRect(x, y + half + gap, width * shareOf(peaks[1]), half);
    },
  };
}

/** The highest peak of the last one and a half seconds, in figures. */
export function peakGauge(signal: string): Gauge {
  let held = -Infinity;
  let age = 0;
  return {
    take: ({ levels }) => {
      const peaks = levels[signal]?.peakDbfs;
      const peak = peaks === undefined ? -Infinity : Math.max(...peaks);
      age++;
      if (peaks !== undefined && peak < held && age <= HELD_READINGS) return false;
      const isOther = peak !== held;
      held = peak;
      age = 0;
      return isOther;
    },
    draw: (box, ink) => {
      if (held > -Infinity) write(dbText(held), box, held > CLIP_DB ? ink.clip : ink.text, ink);
    },
  };
}

/** A bar that grows from the right, over 0 to 12 dB: the most that any of some meters turns down. */
export function reductionGauge(meters: readonly string[]): Gauge {
  let mostDb = 0;
  return {
    take: (readings) => {
      const before = mostDb;
      mostDb = mostReduction(meters, readings) ?? 0;
      return mostDb !== before;
    },
    draw: ({ x, y, width, height }, { pen, reduction }) => {
      const long = width * Math.min(1, mostDb / REDUCTION_RANGE_DB);
      pen.fillStyle = reduction;
      pen.fillRect(x + width - long, y, long, height);
    },
  };
}

/** The same in figures. */
export function reductionFigure(meters: readonly string[]): Gauge {
  let mostDb: number | undefined;
  return {
    take: (readings) => {
      const before = mostDb;
      mostDb = mostReduction(meters, readings);
      return mostDb !== before;
    },
    draw: (box, ink) => {
      if (mostDb !== undefined) write(`GR ${mostDb.toFixed(1)}`, box, ink.text, ink);
    },
  };
}

/** The most that any of some meters turns down, in dB upwards from 0; undefined where none reads. */
function mostReduction(meters: readonly string[], { meters: read }: MeterReadings): number | undefined {
  const known = meters.flatMap((meter) => (read[meter] === undefined ? [] : Math.abs(read[meter])));
  return known.length === 0 ? undefined : Math.max(...known);
}

const dbText = (levelDb: number): string => levelDb.toFixed(1).replace("-", "−");

/** Letters that end at the right of a box. */
function write(text: string, { x, y, width, height }: Box, colour: string, { pen, font }: Ink): void {
  pen.fillStyle = colour;
  pen.font = `${(LETTERS_SHARE * height).toFixed(1)}px ${font}`;
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  pen.fillText(text, x + width, y + height / 2);
}
