import { rounded, type Position } from "../patching/add-node.ts";
import type { Boxes } from "../patching/arrange.ts";
import { framesOf, moveFrameCommands, boxesWithin } from "../patching/frames.ts";
import { lastNode, walk, type Direction } from "../patching/walk.ts";
import type { Action, ActionScope } from "./action.ts";

/** How far an arrow moves what is selected. */
const STEP = 8;
const ZOOM_STEP = 1.25;
const PALETTE_WIDTH = 320;

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
    run: ({ canvas }) => canvas.openMenu({ kind: "actions" }, { x: (innerWidth - PALETTE_WIDTH) / 2, y: 72 }),
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
  {
    id: "show-buses",
    name: "Zoom to the stereo bus",
    group: "View",
    words: ["fit", "buses", "faders", "master"],
    keys: ["Shift+2"],
    on: ["canvas"],
    isPossible: ({ session }) => session.getState().path.length === 0,
    run: ({ canvas }) => canvas.fitBuses(),
  },
  {
    id: "say-level",
    name: "Say the level",
    group: "View",
    words: ["meter", "loud", "peak", "reduction"],
    keys: ["L"],
    on: ["strip", "node"],
    isPossible: ({ node }) => node !== undefined,
    run: ({ canvas, node }) => canvas.say(canvas.levelOf(node!)),
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

function move(scope: ActionScope, step: Position): void {
  const { session, graph, record, nodes, frame, canvas } = scope;
  const boxesOf = (ids: readonly string[]): Boxes =>
    new Map(ids.flatMap((id) => (canvas.boxOf(id) === undefined ? [] : [[id, canvas.boxOf(id)!] as const])));
  const moved = ({ x, y }: Position): Position => rounded({ x: x + step.x, y: y + step.y });
  if (frame === undefined) {
    const positions = Object.fromEntries([...boxesOf(nodes)].map(([id, box]) => [id, moved(box)]));
    session.do({ kind: "setLayout", graph, positions });
  } else {
    const { document } = session.getState();
    const box = framesOf(document, graph)[frame]!;
    const held = boxesWithin(box, boxesOf(Object.keys(record.nodes)));
    session.doAll(moveFrameCommands(document, graph, frame, moved(box), held));
  }
}
