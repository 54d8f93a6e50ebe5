import { splitEndpoint, splitInnerEndpoint, type GraphRecord, type MixDocument, type NodeId } from "@twobus/core";

/** What a reader of the screen is told of an edit, its undo included: nodes and cables that came and went. */
export function describeChange(before: MixDocument, after: MixDocument): string {
  if (before.graphs === after.graphs) return "";
  return Object.keys({ ...before.graphs, ...after.graphs })
    .flatMap((id) => {
      const [old, now] = [before.graphs[id], after.graphs[id]];
      return old === undefined || now === undefined || old === now ? [] : graphChanges(old, now);
    })
    .join(", ");
}

const MOST_TOLD = 3;

function graphChanges(before: GraphRecord, after: GraphRecord): readonly string[] {
  const added = Object.keys(after.nodes).filter((id) => !Object.hasOwn(before.nodes, id));
  const removed = Object.keys(before.nodes).filter((id) => !Object.hasOwn(after.nodes, id));
  const kept = Object.keys(after.nodes).filter((id) => Object.hasOwn(before.nodes, id));
  const connected = cablesOnlyIn(after, before);
  // The cables of what is removed go with it.
  const disconnected = cablesOnlyIn(before, after).filter(({ ends }) => !ends.some((end) => removed.includes(end)));
  return [
    ...told(
      "added",
      added.map((id) => nameOf(after, id)),
    ),
    ...told(
      "removed",
      removed.map((id) => nameOf(before, id)),
    ),
    ...told(
      "connected",
      connected.map(({ text }) => text),
    ),
    ...told(
      "disconnected",
      disconnected.map(({ text }) => text),
    ),
    ...told(
      "another recording on",
      kept.filter((id) => after.nodes[id]!.source !== before.nodes[id]!.source).map((id) => nameOf(after, id)),
    ),
    ...told("muted", cablesMutedOnlyIn(after, before)),
    ...told("not muted", cablesMutedOnlyIn(before, after)),
    ...(["muted", "bypassed"] as const).flatMap((flag) => [
      ...told(
        flag,
        kept
          .filter((id) => after.nodes[id]![flag] === true && before.nodes[id]![flag] !== true)
          .map((id) => nameOf(after, id)),
      ),
      ...told(
        `not ${flag}`,
        kept
          .filter((id) => after.nodes[id]![flag] !== true && before.nodes[id]![flag] === true)
          .map((id) => nameOf(after, id)),
      ),
    ]),
  ];
}

function cablesOnlyIn(graph: GraphRecord, other: GraphRecord): readonly { text: string; ends: readonly NodeId[] }[] {
  const known = new Set(other.connections.map(({ from, to }) => `${from} ${to}`));
  return graph.connections
    .filter(({ from, to }) => !known.has(`${from} ${to}`))
    .map(({ from, to }) => ({
      text: cableName(graph, from, to),
      ends: [from, to].map((end) => splitEndpoint(end).node),
    }));
}

/** Those that are muted in a graph, and are in another without it. */
function cablesMutedOnlyIn(graph: GraphRecord, other: GraphRecord): readonly string[] {
  const open = new Set(other.connections.filter(({ muted }) => muted !== true).map(({ from, to }) => `${from} ${to}`));
  return graph.connections
    .filter(({ from, to, muted }) => muted === true && open.has(`${from} ${to}`))
    .map(({ from, to }) => cableName(graph, from, to));
}

/** `Kick to Drums`, with ports other than main by their name. */
export const cableName = (graph: GraphRecord, from: string, to: string, graphs?: MixDocument["graphs"]): string =>
  `${endName(graph, from)} to ${endName(graph, to, graphs)}`;

/** `graphs` holds the names of nodes inside nodes: `Drums Glue key`. */
export function endName(graph: GraphRecord, endpoint: string, graphs: MixDocument["graphs"] = {}): string {
  const { steps, port } = splitInnerEndpoint(endpoint);
  const words: string[] = [];
  let around: GraphRecord | undefined = graph;
  for (const node of steps) {
    words.push(around === undefined ? node : nameOf(around, node));
    around = graphs[around?.nodes[node]?.graph ?? ""];
  }
  return [...words, ...(port === "main" ? [] : [port])].join(" ");
}

const nameOf = (graph: GraphRecord, node: NodeId): string => graph.nodes[node]?.label ?? node;

function told(what: string, things: readonly string[]): readonly string[] {
  if (things.length === 0) return [];
  if (things.length > MOST_TOLD) return [`${what} ${things.length}`];
  return [`${what} ${things.join(" and ")}`];
}
