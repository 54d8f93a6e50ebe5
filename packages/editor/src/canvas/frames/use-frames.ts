import type { FrameId, FrameRecord, GraphId, NodeId } from "@twobus/core";
import { useReactFlow, type NodeChange } from "@xyflow/react";
import { useMemo, useRef, useState } from "react";
import { rounded, type Position } from "../../patching/add-node.ts";
import { framesOf, moveFrameCommands, boxesWithin } from "../../patching/frames.ts";
import type { EditorSession } from "../../session/editor-session.ts";
import { useEditorState } from "../../session/session-context.tsx";
import { frameOf, idOfFrame } from "./frame-id.ts";
import type { FrameNode, FrameSize } from "./frame-view.ts";
import type { CanvasNode } from "../graph-view.ts";

/** A frame on its way, and where that which it holds stood before. */
interface Move {
  readonly id: FrameId;
  readonly from: Position;
  readonly at: Position;
  readonly held: ReadonlyMap<NodeId, Position>;
}

interface Frames {
  readonly nodes: readonly FrameNode[];
  /** Where nodes are that move with a frame. */
  readonly carried: ReadonlyMap<NodeId, Position>;
  /** Takes what concerns frames and gives back the rest. */
  readonly takeChanges: (changes: NodeChange<CanvasNode>[]) => NodeChange<CanvasNode>[];
}

/** Behind cables and boxes, even while it is selected: the view lifts what is. */
const BEHIND = -1;
const LIFT = 1000;

const SMALLEST = { width: 80, height: 48 };

/** Frames on the canvas: what stands in one goes where it goes. */
export function useFrames(session: EditorSession, graph: GraphId): Frames {
  const { getNodes } = useReactFlow();
  const frames = useEditorState(({ document }) => framesOf(document, graph));
  const [selected, setSelected] = useState<ReadonlySet<FrameId>>(new Set());
  const [move, setMove] = useState<Move | undefined>(undefined);
  const [resized, setResized] = useState<{ readonly id: FrameId; readonly size: FrameSize } | undefined>(undefined);
  const moving = useRef<Move | undefined>(undefined);

  const takeChanges = useMemo(() => {
    const heldBy = (frame: FrameRecord): ReadonlyMap<NodeId, Position> => {
      const nodes = getNodes().filter(({ id }) => Object.hasOwn(session.getState().document.graphs[graph]!.nodes, id));
      return boxesWithin(
        frame,
        new Map(nodes.map(({ id, position, width = 0, height = 0 }) => [id, { ...position, width, height }])),
      );
    };
    const take = (id: FrameId, change: NodeChange<CanvasNode>): void => {
      const { document } = session.getState();
      const frame = framesOf(document, graph)[id];
      if (change.type === "select") {
        setSelected((before) => {
          const after = new Set(before);
          if (change.selected) after.add(id);
          else after.delete(id);
          return after;
        });
      } else if (change.type === "position" && change.position !== undefined && frame !== undefined) {
        const begun = moving.current?.id === id ? moving.current : { id, from: frame, held: heldBy(frame) };
        const next = { ...begun, at: change.position };
        if (change.dragging === false) session.doAll(moveFrameCommands(document, graph, id, next.at, next.held));
        moving.current = change.dragging === false ? undefined : next;
        setMove(moving.current);
      }
    };
    return (changes: NodeChange<CanvasNode>[]) =>
      changes.filter((change) => {
        const id = "id" in change ? frameOf(change.id) : undefined;
        if (id !== undefined) take(id, change);
        return id === undefined;
      });
  }, [session, graph, getNodes]);

  const nodes = useMemo(
    () =>
      Object.entries(frames).map(([id, frame]): FrameNode => {
        const { width, height } = resized?.id === id ? resized.size : frame;
        const onResize = (wish: FrameSize, isDone: boolean): void => {
          const size = {
            width: Math.max(SMALLEST.width, Math.round(wish.width)),
            height: Math.max(SMALLEST.height, Math.round(wish.height)),
          };
          setResized(isDone ? undefined : { id, size });
          if (isDone) session.do({ kind: "setFrame", graph, id, frame: { ...frame, ...size } });
        };
        return {
          id: idOfFrame(id),
          type: "frame",
          position: move?.id === id ? rounded(move.at) : { x: frame.x, y: frame.y },
          width,
          height,
          zIndex: selected.has(id) ? BEHIND - LIFT : BEHIND,
          selected: selected.has(id),
          data: { graph, id, frame, onResize },
        };
      }),
    [session, graph, frames, move, resized, selected],
  );
  const carried = useMemo(() => {
    if (move === undefined) return NOTHING;
    const [right, down] = [move.at.x - move.from.x, move.at.y - move.from.y];
    return new Map([...move.held].map(([id, { x, y }]) => [id, { x: x + right, y: y + down }]));
  }, [move]);
  return { nodes, carried, takeChanges };
}

const NOTHING: ReadonlyMap<NodeId, Position> = new Map();
