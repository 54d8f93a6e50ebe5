import {
  counted,
  parametersOf,
  type Command,
  type FrameRecord,
  type Gesture,
  type GraphRecord,
  type MixDocument,
  type NodeId,
  type Registry,
} from "@twobus/core";
import { formatValue } from "../controls/format-value.ts";
import { readName } from "../inspector/parameter-names.ts";
import { cableName } from "../patching/describe-change.ts";

type Kind = Command["kind"];

/** What tells most of a gesture of several commands stands first. */
const TELLING: readonly Kind[] = [
  "replaceGraph",
  "addNode",
  "removeNode",
  "insertOnConnection",
  "setNodeGraph",
  "setParameter",
  "setParameters",
  "connect",
  "disconnect",
  "setFrame",
];

/** What follows of itself from the rest of a gesture. */
const FOLLOWING: readonly Kind[] = ["removeKey"];

/** Of several at once. */
const SEVERAL: Partial<Readonly<Record<Kind, string>>> = {
  addNode: "Add # nodes",
  removeNode: "Delete # nodes",
  connect: "Connect # cables",
  disconnect: "Take # cables away",
  setMuted: "Mute or unmute # nodes",
  setBypassed: "Bypass # nodes, or not",
  setParameter: "Set # values",
  setConnection: "Change # cables",
};

/** What was done, in words: `Fader of Kick to −3.0 dB`. */
export function nameGesture({ commands: all, before, name }: Gesture, registry: Registry): string {
  if (name !== undefined) return name;
  const wanted = all.filter(({ kind }) => !FOLLOWING.includes(kind));
  const commands = wanted.length === 0 ? all : wanted;
  const kinds = new Set(commands.map(({ kind }) => kind));
  if (commands.length === 2 && kinds.has("connect") && kinds.has("disconnect")) return "Move a cable";
  const telling = TELLING.find((kind) => kinds.has(kind)) ?? commands[0]!.kind;
  const told = commands.filter(({ kind }) => kind === telling);
  const several = SEVERAL[telling];
  if (told.length > 1 && several !== undefined) return several.replace("#", String(told.length));
  return nameCommand(told[0]!, before, registry);
}

function nameCommand(command: Command, before: MixDocument, registry: Registry): string {
  const graph = "graph" in command && command.graph !== undefined ? before.graphs[command.graph] : undefined;
  const nodeOf = ({ node }: { readonly node: NodeId }): string => graph?.nodes[node]?.label ?? node;
  switch (command.kind) {
    case "addNode":
      return `Add ${command.label ?? registry.definition(command.type)?.name ?? command.type}`;
    case "removeNode":
      return `Delete ${nodeOf(command)}`;
    case "renameNode":
      return `Give ${nodeOf(command)} the id ${command.id}`;
    case "setMuted":
      return `${command.muted ? "Mute" : "Unmute"} ${nodeOf(command)}`;
    case "setBypassed":
      return command.bypassed ? `Bypass ${nodeOf(command)}` : `Bypass ${nodeOf(command)} no more`;
    case "setLabel":
      return `Rename ${nodeOf(command)} to ${command.label ?? command.node}`;
    case "setColour":
      return `Colour of ${nodeOf(command)}`;
    case "setSource":
    case "replaceSource":
      return `Recording of ${nodeOf(command)}`;
    case "setParameter":
      return nameSetting(command, graph, before, registry);
    case "setParameters":
      return nameSettings(command, graph);
    case "setAutomation":
      return `Automate ${readName(command.param).label.toLowerCase()} of ${nodeOf(command)}`;
    case "clearAutomation":
      return `Automate ${readName(command.param).label.toLowerCase()} of ${nodeOf(command)} no more`;
    case "groupNodes":
      return `Make a chain of ${counted(command.nodes.length, "node")}`;
    case "ungroupNode":
      return `Expand ${nodeOf(command)}`;
    case "makeUnique":
      return `Make ${nodeOf(command)} unique`;
    case "setPinned":
      return command.pinned ? `Pin ${nodeOf(command)}` : `Let ${nodeOf(command)} follow again`;
    case "replaceGraph":
      return `Update ${command.content.definition?.name ?? "a chain"}`;
    case "setExposed":
      return `${command.exposed === null ? "Hide" : "Show"} ${readName(command.name).label.toLowerCase()} on the chain`;
    case "renameExposed":
      return `Rename ${readName(command.name).label.toLowerCase()} to ${readName(command.to).label.toLowerCase()}`;
    case "orderExposed":
      return "Order what a chain shows";
    case "connect":
      return graph === undefined ? "Connect" : `Connect ${cableName(graph, command.from, command.to, before.graphs)}`;
    case "disconnect":
      return graph === undefined ? "Disconnect" : `Disconnect ${cableName(graph, command.from, command.to)}`;
    case "setConnection":
      return graph === undefined ? "Change a cable" : `Change the cable ${cableName(graph, command.from, command.to)}`;
    case "insertOnConnection":
      return graph === undefined ? "Insert" : `Insert on ${cableName(graph, command.from, command.to)}`;
    case "setNodeGraph":
      return command.nodeGraph === null ? `Take the chain off ${nodeOf(command)}` : `Give ${nodeOf(command)} a chain`;
    case "setLayout": {
      const moved = Object.keys(command.positions);
      return moved.length === 1 ? `Move ${nodeOf({ node: moved[0]! })}` : `Move ${moved.length} nodes`;
    }
    case "setFrame":
      return nameFrame(command.frame, before.frames?.[command.graph]?.[command.id]);
    case "rename":
      return `Rename ${command.graph === undefined ? "the mix" : "a chain"} to ${command.name}`;
    default:
      return readName(command.kind).label;
  }
}

function nameFrame(frame: FrameRecord | null, before: FrameRecord | undefined): string {
  if (frame === null) return "Remove a frame";
  if (before === undefined) return "Add a frame";
  const name = before.title === undefined ? "a frame" : `the frame ${before.title}`;
  if (frame.title !== before.title) return `Title of ${name}`;
  if (frame.note !== before.note) return `Note in ${name}`;
  if (frame.colour !== before.colour) return `Colour of ${name}`;
  return frame.width !== before.width || frame.height !== before.height ? `Size of ${name}` : `Move ${name}`;
}

function nameSetting(
  { node, param, value }: Extract<Command, { readonly kind: "setParameter" }>,
  graph: GraphRecord | undefined,
  before: MixDocument,
  registry: Registry,
): string {
  const record = graph?.nodes[node];
  const name = `${readName(param).label} of ${record?.label ?? node}`;
  if (value === null) return `${name} as the chain has it`;
  const parameter = record && parametersOf(record, before, registry)?.[param];
  const written = parameter === undefined ? String(value) : formatValue(parameter, value);
  return `${name} to ${written}`;
}

function nameSettings(
  { values }: Extract<Command, { readonly kind: "setParameters" }>,
  graph: GraphRecord | undefined,
): string {
  const nodes = Object.keys(values);
  const params = new Set(Object.values(values).flatMap((valuesOfNode) => Object.keys(valuesOfNode)));
  const what = params.size === 1 ? readName([...params][0]!).label : "Settings";
  const [only] = nodes;
  return `${what} of ${nodes.length === 1 ? (graph?.nodes[only!]?.label ?? only) : counted(nodes.length, "node")}`;
}
