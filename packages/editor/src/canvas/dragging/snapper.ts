import type { NodeChange, ReactFlowState, XYPosition } from "@xyflow/react";
import type { Box } from "../../patching/arrange.ts";
import { snap, type Guide } from "../../patching/snap.ts";
import type { CanvasNode } from "../graph-view.ts";

/** On the screen, how near a box must come to a line. */
const REACH_PIXELS = 5;
const NO_GUIDES: readonly Guide[] = [];

type Move = NodeChange<CanvasNode> & { readonly type: "position"; readonly position: XYPosition };

/** Brings what is dragged into line, or onto the grid; with Alt it goes where the pointer goes. Nothing here goes through React. */
export class Snapper {
  isOff = false;
  #guides = NO_GUIDES;
  readonly #listeners = new Set<() => void>();

  readonly guides = (): readonly Guide[] => this.#guides;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** The same changes, with other places for what is dragged. */
  take(changes: NodeChange<CanvasNode>[], view: ReactFlowState<CanvasNode>): NodeChange<CanvasNode>[] {
    const moves = changes.filter(isMove);
    if (moves.length === 0) return changes;
    const moving = new Set(moves.map(({ id }) => id));
    const boxes = moves.map(({ id, position }) => ({ ...boxOf(view, id), ...position }));
    const hasFrame = moves.some(({ id }) => view.nodeLookup.get(id)?.type === "frame");
    // What stands in a frame goes along with it.
    const standing = hasFrame ? [] : seenBoxes(view, moving);
    const { by, guides } = this.isOff
      ? { by: { x: 0, y: 0 }, guides: NO_GUIDES }
      : snap(boxes, standing, REACH_PIXELS / view.transform[2]);
    this.#show(moves.some(({ dragging }) => dragging === true) ? guides : NO_GUIDES);
    return changes.map((change) =>
      isMove(change) ? { ...change, position: { x: change.position.x + by.x, y: change.position.y + by.y } } : change,
    );
  }

  #show(guides: readonly Guide[]): void {
    if (guides.length === 0 && this.#guides.length === 0) return;
    this.#guides = guides;
    for (const listener of this.#listeners) listener();
  }
}

const isMove = (change: NodeChange<CanvasNode>): change is Move =>
  change.type === "position" && change.position !== undefined;

function boxOf({ nodeLookup }: ReactFlowState<CanvasNode>, id: string): Box {
  const { position, width = 0, height = 0 } = nodeLookup.get(id)!;
  return { ...position, width, height };
}

/** What stands on the part of the canvas that is shown. */
function seenBoxes(view: ReactFlowState<CanvasNode>, moving: ReadonlySet<string>): readonly Box[] {
  const [left, top, zoom] = view.transform;
  const isSeen = ({ x, y, width, height }: Box): boolean =>
    (x + width) * zoom + left > 0 &&
    x * zoom + left < view.width &&
    (y + height) * zoom + top > 0 &&
    y * zoom + top < view.height;
  return [...view.nodeLookup.values()]
    .filter(({ id, type }) => type !== "frame" && !moving.has(id))
    .map(({ id }) => boxOf(view, id))
    .filter(isSeen);
}
