import { rounded, type Position } from "../patching/add-node.ts";
import { framesOf, moveFrameCommands, boxesWithin } from "../patching/frames.ts";
import { lastNode, walk, type Direction } from "../patching/walk.ts";
import type { Action, ActionScope } from "./action.ts";

/** How far an arrow moves what is selected. */
const STEP = 8;
const ZOOM_STEP = 1.25;

const DIRECTIONS: readonly (readonly [Direction, string, string, Position])[] = [
  ["ArrowLeft", "left", "Go to what plays in", { x: -STEP, y: 0 }],
  ["ArrowRight", "right", "Go with the sound", { x: STEP, y: 0 }],
  ["ArrowUp", "up", "Go to the one above", { x: 0, y: -STEP }],
  ["ArrowDown", "down", "Go to the one below", { x: 0, y: STEP }],
];

/** What is seen, and what the hand does without looking. */
export const VIEW_ACTIONS: readonly Action[] = [
  {
    id: "find-action",
    name: "Find an action or a node…",
    group: "View",
    keys: ["Mod+K"],
    reach: "text",
    on: ["canvas"],
    run: ({ canvas }) => canvas.openMenu({ kind: "actions" }),
  },
  {
    id: "menu",
    name: "Open the menu of what has the focus",
    group: "View",
    keys: ["ContextMenu", "Shift+F10"],
    isForKeys: true,
    run: ({ canvas }) => canvas.openContextMenu(),
  },
  {
    id: "show-selection",
    name: "Zoom to the selection",
    group: "View",
    words: ["fit"],
    keys: ["."],
    on: ["strip", "node"],
    run: ({ canvas, nodes }) => canvas.fit(nodes.length === 0 ? undefined : nodes),
  },
  {
    id: "show-all",
    name: "Zoom to everything",
    group: "View",
    words: ["fit"],
    keys: ["Shift+1"],
    on: ["canvas"],
    run: ({ canvas }) => canvas.fit(),
  },
  { id: "full-size", name: "Zoom to 100 %", group: "View", keys: ["Mod+0"], run: ({ canvas }) => canvas.zoomTo(1) },
  { id: "zoom-in", name: "Zoom in", group: "View", keys: ["+"], run: ({ canvas }) => canvas.zoomBy(ZOOM_STEP) },
  { id: "zoom-out", name: "Zoom out", group: "View", keys: ["-"], run: ({ canvas }) => canvas.zoomBy(1 / ZOOM_STEP) },
  ...DIRECTIONS.flatMap(([direction, way, name, step]): Action[] => [
    {
      id: `go-${way}`,
      name,
      group: "Walk",
      keys: [direction],
      isForKeys: true,
      run: (scope) => go(scope, direction),
    },
    {
      id: `move-${way}`,
      name: `Move ${way}`,
      group: "Walk",
      keys: [`Mod+${direction}`],
      isForKeys: true,
      isPossible: ({ nodes, frame }) => nodes.length > 0 || frame !== undefined,
      run: (scope) => move(scope, step),
    },
  ]),
];

function go({ session, record, node, canvas }: ActionScope, direction: Direction): void {
  const heightOf = (id: string): number => canvas.boxOf(id)?.y ?? 0;
  const next = node === undefined ? lastNode(record) : walk(record, node, direction, heightOf);
  if (next === undefined) return;
  session.select([next]);
  canvas.focus(next);
}

function move({ session, graph, record, nodes, frame: id, canvas }: ActionScope, step: Position): void {
  if (id !== undefined) {
    const { document } = session.getState();
    const frame = framesOf(document, graph)[id]!;
    const boxes = Object.keys(record.nodes).flatMap((node) => {
      const box = canvas.boxOf(node);
      return box === undefined ? [] : [[node, box] as const];
    });
    const to = { x: frame.x + step.x, y: frame.y + step.y };
    session.doAll(moveFrameCommands(document, graph, id, to, boxesWithin(frame, new Map(boxes))));
    return;
  }
  const positions = Object.fromEntries(
    nodes.flatMap((id) => {
      const box = canvas.boxOf(id);
      return box === undefined ? [] : [[id, rounded({ x: box.x + step.x, y: box.y + step.y })]];
    }),
  );
  session.do({ kind: "setLayout", graph, positions });
}
