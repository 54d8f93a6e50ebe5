import { element, escapeText } from "@twobus/core";
import { log } from "@twobus/dsp";
import type { Point } from "./card.ts";

export interface Axis {
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly number[];
  readonly label: string;
  readonly isLogarithmic?: boolean;
}

export interface Curve {
  readonly points: readonly Point[];
  readonly colour: string;
  readonly isDashed?: boolean;
}

export interface Plot {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly curves: readonly Curve[];
}

export const PLOT_WIDTH = 400;
export const PLOT_HEIGHT = 240;
const LEFT = 44;
const RIGHT = 12;
const TOP = 30;
const BOTTOM = 34;

/** A line plot as SVG, its corner at 0, 0. */
export function drawPlot({ title, x, y, curves }: Plot): string {
  const atX = scale(x, LEFT, PLOT_WIDTH - RIGHT);
  const atY = scale(y, PLOT_HEIGHT - BOTTOM, TOP);
  const bottom = PLOT_HEIGHT - BOTTOM;
  return [
    element("text", { class: "plot-title", x: LEFT, y: 18 }, escapeText(title)),
    ...x.ticks.map((tick) => element("path", { class: "grid", d: `M${round(atX(tick))} ${TOP}V${bottom}` })),
    ...y.ticks.map((tick) =>
      element("path", { class: "grid", d: `M${LEFT} ${round(atY(tick))}H${PLOT_WIDTH - RIGHT}` }),
    ),
    ...x.ticks.map((tick) =>
      element("text", { class: "tick", x: atX(tick), y: bottom + 14, "text-anchor": "middle" }, tickText(tick)),
    ),
    ...y.ticks.map((tick) =>
      element("text", { class: "tick", x: LEFT - 6, y: atY(tick) + 4, "text-anchor": "end" }, tickText(tick)),
    ),
    element(
      "text",
      { class: "tick", x: PLOT_WIDTH - RIGHT, y: bottom + 28, "text-anchor": "end" },
      escapeText(x.label),
    ),
    element("text", { class: "tick", x: PLOT_WIDTH - RIGHT, y: 18, "text-anchor": "end" }, escapeText(y.label)),
    ...curves.map(({ points, colour, isDashed }) =>
      element("path", {
        class: "curve",
        stroke: colour,
        "stroke-dasharray": isDashed === true ? "5 4" : undefined,
        d: `M${points.map((point) => `${round(atX(point.x))} ${round(atY(point.y))}`).join("L")}`,
      }),
    ),
  ].join("");
}

function scale({ min, max, isLogarithmic }: Axis, from: number, to: number): (value: number) => number {
  const place = isLogarithmic === true ? log : (value: number) => value;
  return (value) => {
    const held = Math.min(max, Math.max(min, value));
    return from + ((to - from) * (place(held) - place(min))) / (place(max) - place(min));
  };
}

const round = (value: number): number => Math.round(value * 10) / 10 + 0;
const tickText = (value: number): string =>
  (Math.abs(value) >= 1000 ? `${value / 1000}k` : String(value)).replace("-", "−");
