import { CHAIN_TYPE, isStrip } from "@twobus/core";
import { newFrameCommand } from "../patching/frames.ts";
import type { Action, ActionScope } from "./action.ts";

const hasNode = ({ node }: ActionScope): boolean => node !== undefined;

/** What adds and connects, and leads into what is inside. */
export const PATCH_ACTIONS: readonly Action[] = [
  {
    id: "add",
    name: "Add a node…",
    group: "Patch",
    words: ["find", "insert", "new"],
    keys: ["/", "Shift+A"],
    on: ["canvas"],
    run: ({ canvas }) =>
      canvas.openMenu({ kind: "add", where: { kind: "free", position: canvas.toCanvas(canvas.pointer()) } }),
  },
  {
    id: "connect",
    name: "Connect to…",
    group: "Patch",
    words: ["cable", "send", "key"],
    keys: ["C"],
    on: ["strip", "node"],
    isPossible: hasNode,
    run: ({ canvas, node }) => canvas.openMenu({ kind: "connect", node: node! }, node),
  },
  {
    id: "disconnect",
    name: "Take a cable away…",
    group: "Patch",
    words: ["cut", "disconnect"],
    keys: ["X"],
    on: ["strip", "node"],
    isPossible: hasNode,
    run: ({ canvas, node }) => canvas.openMenu({ kind: "disconnect", node: node! }, node),
  },
  {
    id: "insert",
    name: "Insert on a cable…",
    group: "Patch",
    keys: ["I"],
    on: ["strip", "node"],
    isPossible: hasNode,
    run: ({ canvas, node }) => canvas.openMenu({ kind: "insert", node: node! }, node),
  },
  {
    id: "insert-here",
    name: "Insert here…",
    group: "Patch",
    on: ["cable"],
    isPossible: ({ cables }) => cables.length === 1,
    run: ({ canvas, cables: [cable] }) => {
      const { from, to } = cable!;
      const position = canvas.toCanvas(canvas.pointer());
      canvas.openMenu({ kind: "add", where: { kind: "middle", position, from, to } });
    },
  },
  {
    id: "mute-cable",
    name: "Mute the cable",
    group: "Patch",
    on: ["cable"],
    isPossible: ({ cables }) => cables.length > 0,
    run: ({ session, graph, cables }) => {
      const muted = cables.some((cable) => cable.muted !== true);
      session.doAll(cables.map(({ from, to }) => ({ kind: "setConnection", graph, from, to, muted })));
    },
  },
  {
    id: "open",
    name: "Open",
    group: "Patch",
    words: ["inside", "chain", "enter", "inserts"],
    keys: ["Enter"],
    on: ["strip", "node"],
    isPossible: canOpen,
    run: ({ session, node }) => session.open(node!),
  },
  {
    id: "leave",
    name: "Step out",
    group: "Patch",
    words: ["back", "close"],
    keys: ["Escape"],
    on: ["canvas"],
    isPossible: ({ session, nodes }) => nodes.length > 1 || session.getState().path.length > 0,
    run: ({ session, nodes }) => (nodes.length > 1 ? session.select([]) : session.close()),
  },
  {
    id: "frame",
    name: "Frame with a note",
    group: "Patch",
    words: ["comment", "group", "text"],
    keys: ["F"],
    on: ["strip", "node", "canvas"],
    run: ({ session, graph, nodes, canvas }) => {
      const boxes = nodes.flatMap((node) => canvas.boxOf(node) ?? []);
      session.do(newFrameCommand(session.getState().document, graph, boxes, canvas.toCanvas(canvas.pointer())));
    },
  },
];

function canOpen({ session, record, node }: ActionScope): boolean {
  if (node === undefined) return false;
  const { type, graph } = record.nodes[node]!;
  const definition = session.registry.definition(type);
  return graph !== undefined || type === CHAIN_TYPE || (definition !== undefined && isStrip(definition));
}
