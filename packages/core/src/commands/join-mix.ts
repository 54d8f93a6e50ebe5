import type { PlainValue } from "../definition/parameters.ts";
import { splitEndpoint } from "../document/address.ts";
import { freeId } from "../document/names.ts";
import type { GraphRecord, MixDocument, NodeId } from "../document/types.ts";
import { ROW_HEIGHT } from "../strip-room.ts";
import type { Command } from "./apply.ts";

const BUS = "twobus.bus";
const OUT = "out";

/**
 * What brings the tracks of `planned`, a mix from files, into another mix: into the buses there that are called as they were planned.
 * Buses that it lacks are made, and play into theirs; what the planned stereo bus holds stays out. New strips stand below the others.
 */
export function joinCommands(document: MixDocument, planned: MixDocument): readonly Command[] {
  const graph = document.root;
  const here = document.graphs[graph]!;
  const there = planned.graphs[planned.root]!;
  const ids = idsIn(here, there);
  const isNew = (id: NodeId): boolean => id !== OUT && !Object.hasOwn(here.nodes, ids.get(id)!);
  const sources: Record<string, unknown> = { ...document.sources };
  const commands: Command[] = [];
  const added = Object.keys(there.nodes).filter(isNew);
  for (const id of added) {
    const { type, params, label, colour, source } = there.nodes[id]!;
    const own = source && freeId(sources, source, "source");
    if (own !== undefined) {
      sources[own] = true;
      commands.push({ kind: "addSource", id: own, source: planned.sources[source!]! });
    }
    commands.push({
      kind: "addNode",
      graph,
      type,
      id: ids.get(id)!,
      params: params as Record<string, PlainValue>,
      ...(label !== undefined && { label }),
      ...(colour !== undefined && { colour }),
      ...(own !== undefined && { source: own }),
    });
  }
  for (const { from, to } of there.connections) {
    const [source, target] = [splitEndpoint(from).node, splitEndpoint(to).node];
    if (isNew(source)) {
      commands.push({ kind: "connect", graph, from: `${ids.get(source)!}.main`, to: `${ids.get(target)!}.main` });
    }
  }
  const positions = placesBelow(document, planned, ids, added);
  return positions === undefined ? commands : [...commands, { kind: "setLayout", graph, positions }];
}

/** What the planned strips are called here: buses of the same name as those, everything else by free ids. */
function idsIn(here: GraphRecord, there: GraphRecord): ReadonlyMap<NodeId, NodeId> {
  const taken: Record<string, unknown> = { ...here.nodes };
  const ids = new Map([[OUT, OUT]]);
  for (const [id, { type, label = id }] of Object.entries(there.nodes)) {
    const known = type === BUS ? (lastBus(there) === id ? lastBus(here) : busCalled(here, label)) : undefined;
    const own = known ?? freeId(taken, id, "track");
    taken[own] = true;
    ids.set(id, own);
  }
  return ids;
}

/** The stereo bus, whatever it is called: the one that plays out. */
const lastBus = ({ nodes, connections }: GraphRecord): NodeId | undefined =>
  connections
    .filter(({ to }) => splitEndpoint(to).node === OUT)
    .map(({ from }) => splitEndpoint(from).node)
    .find((id) => nodes[id]?.type === BUS);

const busCalled = ({ nodes }: GraphRecord, name: string): NodeId | undefined =>
  Object.keys(nodes).find(
    (id) => nodes[id]!.type === BUS && (nodes[id]!.label ?? id).toLowerCase() === name.toLowerCase(),
  );

/** As they were planned, with the stereo buses over one another; nothing where the mix has no places: there they come by themselves. */
function placesBelow(
  document: MixDocument,
  planned: MixDocument,
  ids: ReadonlyMap<NodeId, NodeId>,
  added: readonly NodeId[],
): Record<NodeId, { x: number; y: number }> | undefined {
  const here = document.layout[document.root] ?? {};
  const there = planned.layout[planned.root] ?? {};
  const known = Object.values(here);
  if (known.length === 0 || added.length === 0) return undefined;
  const stereo = lastBus(document.graphs[document.root]!);
  const right = (stereo === undefined ? undefined : here[stereo]?.x) ?? 0;
  const bottom = Math.max(...known.map(({ y }) => y));
  const top = Math.min(...added.map((id) => there[id]!.y));
  return Object.fromEntries(
    added.map((id) => [ids.get(id)!, { x: right + there[id]!.x, y: bottom + ROW_HEIGHT + there[id]!.y - top }]),
  );
}
