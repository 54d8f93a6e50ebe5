import type { ReactFlowState } from "@xyflow/react";
import type { ClipWatch } from "../levels/clip-watch.ts";
import { fitPixels } from "../drawing/fit-pixels.ts";
import { mapView, type Rectangle } from "./map-view.ts";
import type { Size } from "../place-graph.ts";

export const MAP_SIZE: Size = { width: 200, height: 150 };

const CORNER = 6;

type FlowView = Pick<ReactFlowState, "transform" | "width" | "height" | "nodeLookup">;

/** The colours of the page: asked of it once, for working out its styles takes longer than drawing. */
export interface MapInk {
  readonly line: string;
  readonly clip: string;
  readonly veil: string;
}

/** The colours of a map's letters, of its shapes and of its outline. */
export function mapInkOf(canvas: HTMLCanvasElement): MapInk {
  const { color, fill, outlineColor } = getComputedStyle(canvas);
  return { line: color, clip: fill, veil: outlineColor };
}

interface Box extends Rectangle {
  readonly kind: "frame" | "node";
  /** Of its bus; absent for the graph's own ends. */
  readonly colour: string | undefined;
  /** Where its level is found. */
  readonly signal: string;
}

/** Boxes in the colours of their buses, frames, ends and the edge of what is in view as lines; the rest lies under a veil. */
export function drawMap(canvas: HTMLCanvasElement, flow: FlowView, clips: ClipWatch, ink: MapInk): void {
  const pen = canvas.getContext("2d")!;
  fitPixels(canvas, MAP_SIZE);
  const boxes = boxesOf(flow);
  const view = inView(flow);
  const shown = mapView(boxes, view, MAP_SIZE);
  const scale = canvas.width / shown.width;
  const drawBox = ({ kind, colour = ink.line, x, y, width, height }: Box): void => {
    pen.fillStyle = colour;
    pen.beginPath();
    pen.roundRect(x, y, width, height, CORNER);
    if (kind === "frame") pen.stroke();
    else pen.fill();
  };
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, canvas.width, canvas.height);
  pen.setTransform(scale, 0, 0, scale, -scale * shown.x, -scale * shown.y);
  pen.strokeStyle = ink.line;
  pen.lineWidth = devicePixelRatio / scale;
  for (const box of boxes) drawBox(box);
  pen.fillStyle = ink.veil;
  pen.beginPath();
  pen.rect(shown.x, shown.y, shown.width, shown.height);
  pen.rect(view.x, view.y, view.width, view.height);
  pen.fill("evenodd");
  pen.strokeRect(view.x, view.y, view.width, view.height);
  for (const box of boxes) if (clips.has(box.signal)) drawBox({ ...box, colour: ink.clip });
}

export const boxesOf = ({ nodeLookup }: FlowView): Box[] =>
  [...nodeLookup.values()].map(({ type, data, internals, measured, width, height }) => ({
    ...internals.positionAbsolute,
    width: measured.width ?? width ?? 0,
    height: measured.height ?? height ?? 0,
    kind: type === "frame" ? type : "node",
    colour: data["colour"] as string | undefined,
    signal: `${String(data["address"])}.main`,
  }));

export const inView = ({ transform: [left, top, zoom], width, height }: FlowView): Rectangle => ({
  x: -left / zoom,
  y: -top / zoom,
  width: width / zoom,
  height: height / zoom,
});
