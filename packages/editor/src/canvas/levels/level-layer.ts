import type { NodeId } from "@twobus/core";
import type { ReactFlowState } from "@xyflow/react";
import { createContext } from "react";
import type { MeterReadings } from "../../meters/meter-source.tsx";
import { fitPixels } from "../drawing/fit-pixels.ts";
import type { Gauge, Ink } from "./gauges.ts";

/** Room for a gauge inside a node, in the node's own units. */
interface Slot {
  readonly node: NodeId;
  readonly gauge: Gauge;
  x: number;
  y: number;
  width: number;
  height: number;
}

type FlowView = Pick<ReactFlowState, "transform" | "width" | "height" | "nodeLookup">;

/**
 * The gauges of all nodes of a canvas, drawn on one picture that lies over them: 150 meters move without a style being worked out
 * or a node being painted again.
 */
export class LevelLayer {
  readonly #slots = new Map<Element, Slot>();
  readonly #sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) this.#measure(target as HTMLElement);
    for (const listener of this.#listeners) listener();
  });
  readonly #listeners = new Set<() => void>();

  /** Asked of the page once: working out its styles takes longer than drawing. */
  #ink: Ink | undefined;

  /** Draws a gauge where `element` stands in a node, until what it returns is called. */
  add(element: HTMLElement, node: NodeId, gauge: Gauge): () => void {
    this.#slots.set(element, { node, gauge, x: 0, y: 0, width: 0, height: 0 });
    this.#sizes.observe(element);
    return () => {
      this.#slots.delete(element);
      this.#sizes.unobserve(element);
    };
  }

  /** Calls back when gauges have other room in their nodes, until what it returns is called. */
  onOtherRoom(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Returns whether any gauge shows something else than before. */
  read(readings: MeterReadings): boolean {
    let isOther = false;
    for (const { gauge } of this.#slots.values()) isOther = gauge.take(readings) || isOther;
    return isOther;
  }

  /** The colours of the page are others now. */
  forgetInk(): void {
    this.#ink = undefined;
  }

  /** Colours and letters are those of the element. */
  draw(canvas: HTMLCanvasElement, view: FlowView): void {
    const { width, height, nodeLookup } = view;
    const [left, top, zoom] = view.transform;
    const ratio = devicePixelRatio;
    fitPixels(canvas, view);
    const ink = (this.#ink ??= inkOf(canvas));
    ink.pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    ink.pen.clearRect(0, 0, width, height);
    for (const slot of this.#slots.values()) {
      const node = nodeLookup.get(slot.node);
      if (node === undefined || slot.width === 0) continue;
      const x = left + zoom * (node.internals.positionAbsolute.x + slot.x);
      const y = top + zoom * (node.internals.positionAbsolute.y + slot.y);
      const box = { x, y, width: zoom * slot.width, height: zoom * slot.height };
      if (x > width || y > height || x + box.width < 0 || y + box.height < 0) continue;
      slot.gauge.draw(box, ink);
    }
  }

  /** Sizes come from layout that is done already, and rarely. */
  #measure(element: HTMLElement): void {
    const slot = this.#slots.get(element);
    if (slot === undefined) return;
    slot.x = 0;
    slot.y = 0;
    slot.width = element.offsetWidth;
    slot.height = element.offsetHeight;
    let step: HTMLElement | null = element;
    while (step !== null && !step.classList.contains("react-flow__node")) {
      slot.x += step.offsetLeft;
      slot.y += step.offsetTop;
      step = step.offsetParent as HTMLElement | null;
    }
  }
}

function inkOf(canvas: HTMLCanvasElement): Ink {
  const { color, fill, stroke, outlineColor, fontFamily } = getComputedStyle(canvas);
  return {
    pen: canvas.getContext("2d")!,
    text: color,
    level: fill,
    reduction: stroke,
    clip: outlineColor,
    font: fontFamily,
  };
}

export const LevelLayerContext: React.Context<LevelLayer | undefined> = createContext<LevelLayer | undefined>(
  undefined,
);
