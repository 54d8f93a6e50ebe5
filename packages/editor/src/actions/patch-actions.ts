import { CHAIN_TYPE, isStrip } from "@twobus/core";
import { newFrameCommand } from "../patching/frames.ts";
import { replaceRecording } from "../patching/replace-recording.ts";
import { stripKind } from "../patching/strip-kind.ts";
import type { Action, ActionScope } from "./action.ts";

/** How far left of a bus stands what is pulled from it by a key. */
const PULLED_BY = 240;

const hasCables = ({ record }: ActionScope): boolean => record.connections.length > 0;

const isKind =
  (kind: ReturnType<typeof stripKind>) =>
  ({ session, record, node }: ActionScope): boolean =>
    node !== undefined && stripKind(record, node, session.registry) === kind;

/** Asks for one of the cables of the node, or of all. */
const askForCable =
  (kind: "disconnect" | "insert" | `choose-${"level" | "pan" | "mute"}`): Action["run"] =>
  ({ canvas, node }) =>
    canvas.openMenu({ kind, ...(node !== undefined && { node }) }, node);

/** Of the cable that is picked, or of one that is asked for. */
const openCableSetting =
  (kind: "level" | "pan"): Action["run"] =>
  (scope) => {
    const [only, ...others] = scope.cables;
    if (only === undefined || others.length > 0) askForCable(`choose-${kind}`)(scope);
    else scope.canvas.openMenu({ kind, from: only.from, to: only.to });
  };

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
    isPossible: ({ node, record }) => node !== undefined || Object.keys(record.interface.inputs).length > 0,
    run: ({ canvas, node = "in" }) => canvas.openMenu({ kind: "connect", node }, node),
  },
  {
    id: "disconnect",
    name: "Take a cable away…",
    group: "Patch",
    words: ["cut", "disconnect"],
    keys: ["X"],
    on: ["strip", "node"],
    isPossible: hasCables,
    run: askForCable("disconnect"),
  },
  {
    id: "insert",
    name: "Insert on a cable…",
    group: "Patch",
    keys: ["I"],
    on: ["strip", "node"],
    isPossible: hasCables,
    run: askForCable("insert"),
  },
  {
    id: "cable-level",
    name: "Level of a cable…",
    group: "Patch",
    words: ["send", "gain", "amount", "volume"],
    keys: ["G"],
    on: ["strip", "node", "cable"],
    isPossible: hasCables,
    run: openCableSetting("level"),
  },
  {
    id: "cable-pan",
    name: "Pan of a cable…",
    group: "Patch",
    words: ["send", "side", "left", "right"],
    keys: ["Shift+G"],
    on: ["strip", "node", "cable"],
    isPossible: hasCables,
    run: openCableSetting("pan"),
  },
  {
    id: "pull",
    name: "Pull from the bus…",
    group: "Patch",
    words: ["submix", "pick", "tracks", "bus", "feed"],
    keys: ["P"],
    on: ["strip"],
    isPossible: isKind("bus"),
    run: ({ canvas, node }) => {
      const { x, y } = canvas.boxOf(node!)!;
      canvas.openMenu({ kind: "pull", to: `${node}.main`, position: { x: x - PULLED_BY, y } }, node);
    },
  },
  {
    id: "replace-recording",
    name: "Replace the recording…",
    group: "Patch",
    words: ["file", "audio", "source", "take", "choose"],
    keys: ["Shift+R"],
    on: ["strip"],
    isPossible: (scope) => scope.recordings !== undefined && isKind("track")(scope),
    run: ({ session, graph, node, recordings }) => recordings!.choose(replaceRecording(session, graph, node!), true),
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
    name: "Silence a cable",
    group: "Patch",
    words: ["send", "mute"],
    keys: ["Shift+M"],
    on: ["strip", "node", "cable"],
    isPossible: hasCables,
    run: (scope) => {
      const { session, graph, cables } = scope;
      const muted = cables.some((cable) => cable.muted !== true);
      if (cables.length === 0) askForCable("choose-mute")(scope);
      else session.doAll(cables.map(({ from, to }) => ({ kind: "setConnection", graph, from, to, muted })));
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
