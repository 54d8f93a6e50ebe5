import type { NodeId } from "@twobus/core";
import type { ReactFlowState } from "@xyflow/react";
import { createContext } from "react";
import { shareOf } from "../meters/level-share.ts";
import type { MeterReadings } from "../meters/meter-source.tsx";

const CLIP_DB = 0;

/** Room for the level of a signal inside a node, in the node's own units. */
interface Slot {
  readonly node: NodeId;
  readonly signal: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

type FlowView = Pick<ReactFlowState, "transform" | "width" | "height" | "nodeLookup">;

/**
 * The levels of all nodes of a canvas, drawn on one picture that lies over them: 150 meters move without a style being worked out
 * or a node being painted again.
 */
export class LevelLayer {
  readonly #slots = new Map<Element, Slot>();
  readonly #sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) this.#measure(target as HTMLElement);
  });
  #readings: MeterReadings["levels"] = {};

  /** Draws the level of a signal where `element` stands in a node, until what it returns is called. */
  add(element: HTMLElement, node: NodeId, signal: string): () => void {
    this.#slots.set(element, { node, signal, x: 0, y: 0, width: 0, height: 0 });
    this.#sizes.observe(element);
    return () => {
      this.#slots.delete(element);
      this.#sizes.unobserve(element);
    };
  }

  read({ levels }: MeterReadings): void {
    this.#readings = levels;
  }

  /** Colours are those of the element: `color` for levels, `outline-color` for what clips. */
  draw(canvas: HTMLCanvasElement, view: FlowView): void {
    const { width, height, nodeLookup } = view;
    const [left, top, zoom] = view.transform;
    const ratio = devicePixelRatio;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    const pen = canvas.getContext("2d")!;
    const { color, outlineColor } = getComputedStyle(canvas);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    for (const slot of this.#slots.values()) {
      const node = nodeLookup.get(slot.node);
      const peaks = this.#readings[slot.signal]?.peakDbfs;
      if (node === undefined || peaks === undefined) continue;
      const x = left + zoom * (node.internals.positionAbsolute.x + slot.x);
      const y = top + zoom * (node.internals.positionAbsolute.y + slot.y);
      const [long, thick] = [zoom * slot.width, zoom * slot.height];
      if (x > width || y > height || x + long < 0 || y + thick < 0) continue;
      pen.fillStyle = Math.max(...peaks) > CLIP_DB ? outlineColor : color;
      const gap = Math.min(1, thick / 7);
      const half = (thick - gap) / 2;
      pen.fillRect(x, y, long * shareOf(peaks[0]), half);
      pen.fillRect(x, y + half + gap, long * shareOf(peaks[1]), half);
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

export const LevelLayerContext: React.Context<LevelLayer | undefined> = createContext<LevelLayer | undefined>(
  undefined,
);
