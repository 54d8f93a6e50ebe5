import { splitEndpoint, type NodeId } from "@twobus/core";
import { useReactFlow } from "@xyflow/react";
import { useCallback } from "react";
import type { TakeStems } from "../../palette/stem-intake.tsx";
import type { Position } from "../../patching/add-node.ts";
import { stemCommands } from "../../patching/stems.ts";
import { stemPlaces, type Box } from "../../patching/submix-place.ts";
import { useEditorState, useSession } from "../../session/session-context.tsx";
import { TRACK_SIZE, type CanvasNode } from "../graph-view.ts";

/** Makes tracks of recordings that come later, before the input `to` of the graph shown now, in the mix as it is then. */
export function useTakeStems(onAdded: (node: NodeId) => void): (to: string) => TakeStems {
  const session = useSession();
  const graph = useEditorState((state) => state.graph);
  const { getNodes } = useReactFlow<CanvasNode>();
  return useCallback(
    (to) => (stems) => {
      const now = session.getState();
      const { node: target } = splitEndpoint(to);
      const placesFor = (nodes: readonly NodeId[]): Readonly<Record<NodeId, Position>> =>
        stemPlaces(boxesOf(getNodes()), { target, nodes, ...TRACK_SIZE });
      const made = session.attempt(() => stemCommands(now.document, graph, session.registry, { to, stems, placesFor }));
      if (made === undefined || !session.doAll(made.commands) || now.graph !== graph) return;
      session.select(made.nodes);
      onAdded(made.nodes[0]!);
    },
    [session, graph, getNodes, onAdded],
  );
}

/** Frames are behind the nodes, and cover nothing. */
export const boxesOf = (nodes: readonly CanvasNode[]): ReadonlyMap<NodeId, Box> =>
  new Map(
    nodes.flatMap(({ id, type, position, width = 0, height = 0 }) =>
      type === "frame" ? [] : [[id, { ...position, width, height }] as const],
    ),
  );
