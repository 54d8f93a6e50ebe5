import type { Command } from "@twobus/core";
import { removeNodesCommands } from "../patching/remove-nodes.ts";
import { soloAfter } from "../monitor/solo-after.ts";
import type { Action, ActionScope } from "./action.ts";

const hasNodes = ({ nodes }: ActionScope): boolean => nodes.length > 0;
const BOXES = ["strip", "node"] as const;

/** What changes nodes, cables and the history. */
export const EDIT_ACTIONS: readonly Action[] = [
  {
    id: "undo",
    name: "Undo",
    group: "Edit",
    keys: ["Mod+Z"],
    reach: "page",
    on: ["canvas"],
    isPossible: ({ session }) => session.getState().canUndo,
    run: ({ session }) => session.undo(),
  },
  {
    id: "redo",
    name: "Redo",
    group: "Edit",
    keys: ["Mod+Shift+Z", "Mod+Y"],
    reach: "page",
    on: ["canvas"],
    isPossible: ({ session }) => session.getState().canRedo,
    run: ({ session }) => session.redo(),
  },
  {
    id: "cut",
    name: "Cut",
    group: "Edit",
    keys: ["Mod+X"],
    isFixed: true,
    on: BOXES,
    isPossible: hasNodes,
    run: ({ canvas }) => canvas.cut(),
  },
  {
    id: "copy",
    name: "Copy",
    group: "Edit",
    words: ["text"],
    keys: ["Mod+C"],
    isFixed: true,
    on: BOXES,
    isPossible: hasNodes,
    run: ({ canvas }) => canvas.copy(),
  },
  {
    id: "paste",
    name: "Paste",
    group: "Edit",
    keys: ["Mod+V"],
    isFixed: true,
    on: ["canvas"],
    run: ({ canvas }) => canvas.paste(),
  },
  {
    id: "paste-settings",
    name: "Paste settings only",
    group: "Edit",
    words: ["parameters", "values", "copy"],
    keys: ["Mod+Alt+V"],
    on: BOXES,
    isPossible: hasNodes,
    run: ({ canvas, nodes }) => canvas.pasteSettings(nodes),
  },
  {
    id: "duplicate",
    name: "Duplicate",
    group: "Edit",
    keys: ["Mod+D"],
    on: BOXES,
    isPossible: hasNodes,
    run: ({ canvas }) => canvas.duplicate(),
  },
  {
    id: "select-all",
    name: "Select everything",
    group: "Edit",
    keys: ["Mod+A"],
    on: ["canvas"],
    run: ({ session, record }) => session.select(Object.keys(record.nodes)),
  },
  {
    id: "rename",
    name: "Rename…",
    group: "Edit",
    words: ["name", "label", "title"],
    keys: ["F2"],
    on: BOXES,
    isPossible: ({ node }) => node !== undefined,
    run: ({ canvas, node }) => canvas.openMenu({ kind: "rename", node: node! }, node),
  },
  {
    id: "mute",
    name: "Mute",
    group: "Edit",
    words: ["unmute", "silence"],
    keys: ["M"],
    on: BOXES,
    isPossible: hasNodes,
    run: (scope) => toggle(scope, "muted"),
  },
  {
    id: "bypass",
    name: "Bypass",
    group: "Edit",
    keys: ["B"],
    on: BOXES,
    isPossible: hasNodes,
    run: (scope) => toggle(scope, "bypassed"),
  },
  {
    id: "solo",
    name: "Solo",
    group: "Edit",
    words: ["alone"],
    keys: ["S"],
    on: BOXES,
    isPossible: ({ monitor, nodes, session }) =>
      monitor !== undefined && nodes.length > 0 && session.getState().path.length === 0,
    run: ({ monitor, nodes }) => monitor!.onSolo(soloAfter(monitor!.solo, nodes, false)),
  },
  {
    id: "delete",
    name: "Delete",
    group: "Edit",
    words: ["remove"],
    keys: ["Delete", "Backspace"],
    on: ["strip", "node", "cable", "frame"],
    isPossible: ({ nodes, cables, frame }) => nodes.length + cables.length > 0 || frame !== undefined,
    run: remove,
  },
];

function toggle({ session, graph, record, nodes }: ActionScope, field: "muted" | "bypassed"): void {
  const value = nodes.some((id) => record.nodes[id]?.[field] !== true);
  session.doAll(
    nodes.map((node): Command =>
      field === "muted"
        ? { kind: "setMuted", graph, node, muted: value }
        : { kind: "setBypassed", graph, node, bypassed: value },
    ),
  );
}

function remove({ session, graph, nodes, cables, frame, canvas }: ActionScope): void {
  const { document } = session.getState();
  const isGoing = (end: string): boolean => nodes.some((node) => end.startsWith(`${node}.`));
  const left = cables.filter(({ from, to }) => !isGoing(from) && !isGoing(to));
  session.doAll([
    ...left.map(({ from, to }): Command => ({ kind: "disconnect", graph, from, to })),
    ...removeNodesCommands(document, graph, session.registry, nodes),
    ...(frame === undefined ? [] : [{ kind: "setFrame", graph, id: frame, frame: null } as const]),
  ]);
  // What had the focus may be gone.
  canvas.focus();
}
