import { splitEndpoint, type GraphRecord } from "@twobus/core";
import { useCallback, useMemo, useRef, useState } from "react";
import { onWayOf } from "../patching/signal-paths.ts";
import { cableEnds, cableId } from "./cable-ends.ts";

/** Long enough to reach what a cable shows at its middle while it is pointed at. */
const LINGER_MS = 150;

interface Hover {
  /** The cable that is pointed at. */
  readonly cable: string | undefined;
  /** Cables on the way of the sound that is pointed at; absent while nothing is. */
  readonly onWay: ReadonlySet<string> | undefined;
  readonly hoverNode: (id: string | undefined) => void;
  readonly hoverCable: (id: string | undefined) => void;
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
  return { cable, onWay, hoverNode, hoverCable };
}
