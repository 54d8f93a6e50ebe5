import type { Command, GraphId, NodeId } from "@twobus/core";
import { useStoreApi, type NodeChange, type OnNodeDrag } from "@xyflow/react";
import { useMemo, useRef, useState, type MouseEvent } from "react";
import { rounded, type Position } from "../../patching/add-node.ts";
import type { EditorSession } from "../../session/editor-session.ts";
import { afterPicks } from "../after-picks.ts";
import { cableEnds } from "../../patching/cable-ends.ts";
import type { DraggedNodes } from "../dragging/dragged-nodes.ts";
import type { CanvasNode } from "../graph-view.ts";

interface Nodes {
  /** The cable that the node that is being dragged will be put into. */
  readonly splice: string | undefined;
  readonly handlers: {
    readonly onNodesChange: (changes: NodeChange<CanvasNode>[]) => void;
    readonly onNodeDrag: OnNodeDrag<CanvasNode>;
    readonly onClick: (event: MouseEvent) => void;
  };
}

interface Move {
  readonly id: NodeId;
  readonly position: Position;
}

/** Moving and picking nodes; one that is not connected yet and is dropped on a cable is put into it. */
export function useNodes(session: EditorSession, graph: GraphId, dragged: DraggedNodes): Nodes {
  const store = useStoreApi();
  const [splice, setSplice] = useState<string | undefined>(undefined);
  const target = useRef<{ readonly node: NodeId; readonly cable: string } | undefined>(undefined);

  const handlers = useMemo(() => {
    const drop = (moves: readonly Move[]): void => {
      const places = moves.map(({ id, position }) => [id, rounded(position)] as const);
      const positions = Object.fromEntries(places);
      const into = target.current;
      dragged.move(places);
      dragged.drop();
      session.doAll([
        { kind: "setLayout", graph, positions },
        ...(into === undefined
          ? []
          : [{ kind: "insertOnConnection", graph, node: into.node, ...cableEnds(into.cable) } satisfies Command]),
      ]);
      target.current = undefined;
      setSplice(undefined);
    };
    return {
      onNodesChange: (changes: NodeChange<CanvasNode>[]) => {
        const moves = changes.flatMap((change) =>
          change.type === "position" && change.position !== undefined
            ? [{ id: change.id, position: change.position, isDropped: change.dragging === false }]
            : [],
        );
        if (moves.some(({ isDropped }) => isDropped)) drop(moves);
        else if (moves.length > 0) dragged.move(moves.map(({ id, position }) => [id, position]));
        const picked = changes.filter((change) => change.type === "select");
        if (picked.length === 0) return;
        const { selection, selectedCables } = session.getState();
        session.select(afterPicks(selection, picked), selectedCables);
      },
      // Not told of where something was dragged. What has a hand of its own acts on all that is selected.
      onClick: ({ target: pressed, clientX, clientY, shiftKey, ctrlKey, metaKey }: MouseEvent) => {
        const element = pressed as Element;
        if (shiftKey || ctrlKey || metaKey || element.closest(".nodrag, .react-flow__handle") !== null) return;
        // What was drawn around lies under a sheet of its own.
        const isUnder = element.closest(".react-flow__nodesselection") !== null;
        const boxes = isUnder ? document.elementsFromPoint(clientX, clientY) : [element];
        const box = boxes.flatMap((one) => one.closest<HTMLElement>(".react-flow__node")?.dataset["id"] ?? [])[0];
        const { selection } = session.getState();
        if (box === undefined || selection.size < 2 || !selection.has(box)) return;
        store.setState({ nodesSelectionActive: false });
        session.select([box]);
      },
      onNodeDrag: ((event, node, nodes) => {
        const isAlone =
          nodes.length === 1 &&
          Object.hasOwn(node.data, "record") &&
          !event.altKey &&
          isUnconnected(session, graph, node.id);
        const cable = isAlone && "clientX" in event ? cableAt(event.clientX, event.clientY, node.id) : undefined;
        target.current = cable === undefined ? undefined : { node: node.id, cable };
        setSplice(cable);
      }) satisfies OnNodeDrag<CanvasNode>,
    };
  }, [session, graph, dragged, store]);
  return { splice, handlers };
}

function isUnconnected(session: EditorSession, graph: GraphId, node: NodeId): boolean {
  const ends = session.getState().document.graphs[graph]!.connections.flatMap(({ from, to }) => [from, to]);
  return !ends.some((end) => end.startsWith(`${node}.`));
}

/** The cable under the pointer, or under the middle of the node that it holds. */
function cableAt(x: number, y: number, node: NodeId): string | undefined {
  const box = document.querySelector(`.react-flow__node[data-id="${node}"]`)?.getBoundingClientRect();
  const points = [[x, y], ...(box === undefined ? [] : [[box.x + box.width / 2, box.y + box.height / 2]])];
  for (const [left, top] of points) {
    for (const element of document.elementsFromPoint(left!, top!)) {
      const cable = element.closest<SVGElement>(".react-flow__edge")?.dataset["id"];
      if (cable !== undefined) return cable;
    }
  }
  return undefined;
}
