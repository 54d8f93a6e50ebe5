import type { NodeId } from "@twobus/core";
import {
  Background,
  Controls,
  MiniMap,
  ReactFlow,
  type Connection,
  type Edge,
  type EdgeChange,
  type NodeChange,
  type XYPosition,
} from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { useCallback, useMemo, useState, type ReactNode } from "react";
import { useEditorState, useSession } from "../session/session-context.tsx";
import { Cable } from "./cable.tsx";
import styles from "./canvas.module.css";
import { GraphEnd } from "./graph-end.tsx";
import { viewGraph, type CanvasNode } from "./graph-view.ts";
import { ProcessorNode } from "./processor-node.tsx";
import { StripNode } from "./strip-node.tsx";

const nodeTypes = { strip: StripNode, processor: ProcessorNode, in: GraphEnd, out: GraphEnd };
const edgeTypes = { cable: Cable };

/** The graph of a mix, of a strip's chain, or of a chain node: wire it, move it, open what is inside. */
export function Canvas(): ReactNode {
  const session = useSession();
  const document = useEditorState((state) => state.document);
  const graph = useEditorState((state) => state.graph);
  const path = useEditorState((state) => state.path);
  const selection = useEditorState((state) => state.selection);
  const view = useMemo(
    () => viewGraph(document, graph, path, session.registry, selection),
    [document, graph, path, session.registry, selection],
  );
  /** Where nodes are while they are being dragged. */
  const [dragged, setDragged] = useState<ReadonlyMap<string, XYPosition>>(new Map());
  const nodes = useMemo(
    () => view.nodes.map((node) => (dragged.has(node.id) ? { ...node, position: dragged.get(node.id)! } : node)),
    [view.nodes, dragged],
  );

  const changeNodes = useCallback(
    (changes: NodeChange<CanvasNode>[]) => {
      const moves = changes.flatMap((change) =>
        change.type === "position" && change.position !== undefined
          ? [{ id: change.id, position: change.position, isDropped: change.dragging === false }]
          : [],
      );
      if (moves.some(({ isDropped }) => isDropped)) {
        const positions = Object.fromEntries(
          moves.map(({ id, position }) => [id, { x: Math.round(position.x), y: Math.round(position.y) }]),
        );
        session.do({ kind: "setLayout", graph, positions });
        setDragged(new Map());
      } else if (moves.length > 0) {
        setDragged((before) => new Map([...before, ...moves.map(({ id, position }) => [id, position] as const)]));
      }
      const picked = changes.filter((change) => change.type === "select");
      if (picked.length > 0) session.select(selectionAfter(session.getState().selection, picked));
      const removed = changes.filter((change) => change.type === "remove");
      if (removed.length > 0) {
        session.gesture(() => {
          for (const { id } of removed) session.do({ kind: "removeNode", graph, node: id });
        });
      }
    },
    [session, graph],
  );
  const changeEdges = useCallback(
    (changes: EdgeChange[]) => {
      const removed = changes.flatMap((change) => (change.type === "remove" ? [change.id] : []));
      session.gesture(() => {
        for (const id of removed) {
          const [from, to] = id.split(" → ") as [string, string];
          session.do({ kind: "disconnect", graph, from, to });
        }
      });
    },
    [session, graph],
  );
  const connect = useCallback(
    ({ source, sourceHandle, target, targetHandle }: Connection | Edge) => {
      session.do({
        kind: "connect",
        graph,
        from: `${source}.${sourceHandle ?? "main"}`,
        to: `${target}.${targetHandle ?? "main"}`,
      });
    },
    [session, graph],
  );

  return (
    <div className={styles["canvas"]}>
      <ReactFlow
        key={graph}
        nodes={nodes}
        edges={view.edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={changeNodes}
        onEdgesChange={changeEdges}
        onConnect={connect}
        onNodeDoubleClick={(_, node) => session.open(node.id)}
        zoomOnDoubleClick={false}
        fitView
        minZoom={0.1}
        colorMode="system"
        deleteKeyCode={["Delete", "Backspace"]}
      >
        <Background />
        <Controls />
        <MiniMap pannable zoomable ariaLabel="Map of the graph" />
      </ReactFlow>
    </div>
  );
}

function selectionAfter(
  before: ReadonlySet<NodeId>,
  changes: readonly { readonly id: string; readonly selected: boolean }[],
): ReadonlySet<NodeId> {
  const after = new Set(before);
  for (const { id, selected } of changes) {
    if (selected) after.add(id);
    else after.delete(id);
  }
  return after;
}
