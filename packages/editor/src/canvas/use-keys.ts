import { splitEndpoint, type Command, type GraphId, type NodeId } from "@twobus/core";
import { useReactFlow } from "@xyflow/react";
import { useCallback, type KeyboardEvent, type RefObject } from "react";
import { rounded, type Position } from "../patching/add-node.ts";
import { removeNodesCommands } from "../patching/remove-nodes.ts";
import { lastNode, walk, type Direction } from "../patching/walk.ts";
import type { EditorSession } from "../session/editor-session.ts";
import { cableEnds } from "./cable-ends.ts";
import { besideNode, focusNode } from "./focus-node.ts";
import type { Menu } from "./menu.ts";

interface KeysOptions {
  readonly session: EditorSession;
  readonly graph: GraphId;
  readonly canvas: RefObject<HTMLElement | null>;
  readonly selectedCables: ReadonlySet<string>;
  readonly pointer: () => Position;
  readonly duplicate: () => void;
  readonly onMenu: (menu: Menu) => void;
  /** Whether the canvas itself was pressed, so that Tab need not lead on. */
  readonly wasPressed: () => boolean;
}

/** How far Control and an arrow move what is selected. */
const STEP = 8;
const STEPS: Readonly<Record<Direction, Position>> = {
  ArrowLeft: { x: -STEP, y: 0 },
  ArrowRight: { x: STEP, y: 0 },
  ArrowUp: { x: 0, y: -STEP },
  ArrowDown: { x: 0, y: STEP },
};
const isDirection = (key: string): key is Direction => Object.hasOwn(STEPS, key);

/** Patching by the keyboard alone; the keys act on the node that has the focus, or else on what is selected. */
export function useKeys(options: KeysOptions): (event: KeyboardEvent) => void {
  const { session, graph, canvas, selectedCables, pointer, duplicate, onMenu, wasPressed } = options;
  const flow = useReactFlow();
  return useCallback(
    (event: KeyboardEvent) => {
      const element = event.target as Element;
      if (event.defaultPrevented || element.closest("input, select, textarea, [role=slider]") !== null) return;
      const { document, selection, path } = session.getState();
      const record = document.graphs[graph]!;
      const focused = element.closest<HTMLElement>(".react-flow__node")?.dataset["id"];
      const node = focused ?? (selection.size === 1 ? [...selection][0] : undefined);
      const isNode = node !== undefined && Object.hasOwn(record.nodes, node);

      const focus = (next: NodeId | undefined): void => {
        if (next === undefined) return;
        session.select([next]);
        focusNode(canvas.current, next, flow);
      };
      const move = (direction: Direction): void => {
        const positions = Object.fromEntries(
          [...selection].flatMap((id) => {
            const place = flow.getNode(id)?.position;
            const { x, y } = STEPS[direction];
            return place === undefined ? [] : [[id, rounded({ x: place.x + x, y: place.y + y })]];
          }),
        );
        session.do({ kind: "setLayout", graph, positions });
      };
      const toggle = (field: "muted" | "bypassed"): void => {
        const nodes = focused === undefined || selection.has(focused) ? [...selection] : [focused];
        if (nodes.length === 0) return;
        const value = nodes.some((id) => record.nodes[id]?.[field] !== true);
        session.doAll(
          nodes.map((id): Command =>
            field === "muted"
              ? { kind: "setMuted", graph, node: id, muted: value }
              : { kind: "setBypassed", graph, node: id, bypassed: value },
          ),
        );
      };
      const remove = (): void => {
        const picked = selection.size > 0 || focused === undefined ? [...selection] : [focused];
        const cables = [...selectedCables].filter((id) => {
          const { from, to } = cableEnds(id);
          const isThere = record.connections.some((cable) => cable.from === from && cable.to === to);
          return isThere && ![from, to].some((end) => picked.includes(splitEndpoint(end).node));
        });
        session.doAll([
          ...cables.map((id): Command => ({ kind: "disconnect", graph, ...cableEnds(id) })),
          ...removeNodesCommands(document, graph, session.registry, picked),
        ]);
        // What had the focus may be gone.
        canvas.current?.focus();
      };
      const open = (kind: "connect" | "disconnect" | "insert"): void => {
        if (isNode) onMenu({ kind, at: besideNode(canvas.current, node), node });
      };
      const add = (): void => {
        const at = pointer();
        onMenu({ kind: "add", at, where: { kind: "free", position: flow.screenToFlowPosition(at) } });
      };

      const act = (): boolean | void => {
        const { key } = event;
        const isCommand = event.ctrlKey || event.metaKey;
        if (isDirection(key)) {
          if (isCommand) move(key);
          else if (isNode) focus(walk(record, node, key, (id) => flow.getNode(id)?.position.y ?? 0));
          else focus(lastNode(record));
        } else if (isCommand) {
          if (key === "a") session.select(Object.keys(record.nodes));
          else if (key === "d") duplicate();
          else if (key === "0") void flow.zoomTo(1);
          else return false;
        } else if (key === "/" || key === "A") add();
        else if (key === "Tab" && !event.shiftKey && element === canvas.current && wasPressed()) add();
        else if (key === "Delete" || key === "Backspace") remove();
        else if (key === "." && selection.size > 0)
          void flow.fitView({ nodes: [...selection].map((id) => ({ id })), maxZoom: 1.5, padding: 0.3 });
        else if (key === "." || event.code === "Digit1") void flow.fitView();
        else if (key === "c") open("connect");
        else if (key === "x") open("disconnect");
        else if (key === "i") open("insert");
        else if (key === "m") toggle("muted");
        else if (key === "b") toggle("bypassed");
        else if (key === "Enter" && isNode && element.closest("button") === null) session.open(node);
        else if (key === "Escape" && selection.size > 1) session.select([]);
        else if (key === "Escape" && path.length > 0) session.close();
        else return false;
      };
      if (act() !== false) event.preventDefault();
    },
    [session, graph, canvas, selectedCables, pointer, duplicate, onMenu, wasPressed, flow],
  );
}
