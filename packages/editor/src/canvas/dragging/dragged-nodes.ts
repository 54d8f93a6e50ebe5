import type { NodeId } from "@twobus/core";
import type { ReactFlowState, XYPosition } from "@xyflow/react";
import type { CanvasNode } from "../graph-view.ts";

interface FlowStore {
  readonly getState: () => Pick<ReactFlowState<CanvasNode>, "nodes" | "setNodes">;
}

/**
 * Where nodes are while they are being dragged. They are moved in the view's own store, past React, which would go through all
 * nodes: it hears of where they are dropped.
 */
export class DraggedNodes {
  readonly #places = new Map<NodeId, XYPosition>();
  readonly #store: FlowStore;

  constructor(store: FlowStore) {
    this.#store = store;
  }

  placeOf(id: NodeId): XYPosition | undefined {
    return this.#places.get(id);
  }

  move(places: Iterable<readonly [NodeId, XYPosition]>): void {
    for (const [id, place] of places) this.#places.set(id, place);
    const { nodes, setNodes } = this.#store.getState();
    setNodes(
      nodes.map((node) => {
        const position = this.#places.get(node.id);
        return position === undefined ? node : { ...node, position };
      }),
    );
  }

  /** They stay where they are until the graph says where they stand. */
  drop(): void {
    this.#places.clear();
  }
}
