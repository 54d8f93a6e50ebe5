import { splitEndpoint, type GraphRecord } from "@twobus/core";
import type { Edge } from "@xyflow/react";
import { useCallback, useMemo, useRef, useState, type MouseEvent } from "react";
import { onWayOf } from "../patching/signal-paths.ts";
import { cableEnds, cableId } from "../patching/cable-ends.ts";
import type { CanvasNode } from "./graph-view.ts";

/** Long enough to reach what a cable shows at its middle while it is pointed at. */
const LINGER_MS = 150;

interface Hover {
  /** The cable that is pointed at. */
  readonly cable: string | undefined;
  /** Cables on the way of the sound that is pointed at; absent while nothing is. */
  readonly onWay: ReadonlySet<string> | undefined;
  readonly hoverCable: (id: string | undefined) => void;
  /** The same ones always: all nodes and cables are drawn again with new ones. */
  readonly handlers: {
    readonly onNodeMouseEnter: (event: MouseEvent, node: CanvasNode) => void;
    readonly onNodeMouseLeave: () => void;
    readonly onEdgeMouseEnter: (event: MouseEvent, edge: Edge) => void;
    readonly onEdgeMouseLeave: () => void;
  };
}

/** What the pointer rests on, and which cables belong to it. */
export function useHover(graph: GraphRecord): Hover {
  const [node, hoverNode] = useState<string | undefined>(undefined);
  const [cable, setCable] = useState<string | undefined>(undefined);
  const leaving = useRef<ReturnType<typeof setTimeout>>(undefined);
  const hoverCable = useCallback((id: string | undefined) => {
    clearTimeout(leaving.current);
    if (id !== undefined) setCable(id);
    else leaving.current = setTimeout(() => setCable(undefined), LINGER_MS);
  }, []);
  const onWay = useMemo(() => {
    const ends = cable === undefined ? undefined : cableEnds(cable);
    const start = node ?? (ends && splitEndpoint(ends.from).node);
    if (start === undefined) return undefined;
    return new Set(graph.connections.filter(onWayOf(graph, start)).map(cableId));
  }, [graph, node, cable]);
  const handlers = useMemo(
    (): Hover["handlers"] => ({
      // What is dragged over others points at none of them.
      onNodeMouseEnter: ({ buttons }, { id, type }) => {
        if (buttons === 0) hoverNode(type === "frame" ? undefined : id);
      },
      onNodeMouseLeave: () => hoverNode(undefined),
      onEdgeMouseEnter: ({ buttons }, { id }) => {
        if (buttons === 0) hoverCable(id);
      },
      onEdgeMouseLeave: () => hoverCable(undefined),
    }),
    [hoverCable],
  );
  return { cable, onWay, hoverCable, handlers };
}
