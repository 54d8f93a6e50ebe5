import { portsOf } from "../document/ports.ts";
import type { ConnectionRecord, MixDocument, NodeRecord } from "../document/types.ts";
import type { Registry } from "../definition/pack.ts";
import { fault } from "../problem.ts";
import { flatten } from "./flatten.ts";
import type { StemPart } from "./split-stems.ts";

/** How to divide a mix: by the buses that feed the stereo bus, by tracks, or by strips of the root graph (id or label). */
export type StemSplit = "buses" | "tracks" | readonly string[];

/**
 * Turns a way to divide a mix into parts. A track belongs to one part: that of the strip on its loudest way to the mix, so
 * that a send to a reverb carries the reverb into the track's own stem. Throws for a name that no strip has, for a
 * strip that is named twice, and for one that is left without tracks.
 */
export function stemParts(document: MixDocument, registry: Registry, split: StemSplit): StemPart[] {
  const root = document.graphs[document.root]!;
  const tracks = tracksOf(document, registry);
  const routes = new Map([...tracks.keys()].map((owner) => [owner, routeOf(document, registry, owner)]));
  const named = split === "tracks" || split === "buses" ? undefined : stripsNamed(root.nodes, split);
  const partOf = (owner: string): string | undefined => {
    const route = routes.get(owner)!;
    if (split === "tracks") return owner;
    if (named === undefined) return route.at(-2) ?? owner;
    return route.find((id) => named.includes(id));
  };
  const owners = Map.groupBy([...tracks.keys()], (owner) => partOf(owner) ?? "");
  const order = named ?? [...owners.keys()].filter((id) => id !== "").toSorted();
  return order.map((id) => ({
    name: root.nodes[id]!.label ?? id,
    tracks: (owners.get(id) ?? noTracks(id)).flatMap((owner) => tracks.get(owner)!),
  }));
}

function noTracks(strip: string): never {
  const message = "no track is left for this stem: a track goes with its loudest way to the mix, and its sends with it";
  throw fault("empty-stem", strip, `${message}; leave the strip out`);
}

/** The strips of these names, each once. */
function stripsNamed(nodes: Readonly<Record<string, NodeRecord>>, names: readonly string[]): string[] {
  const strips = names.map((name) => stripNamed(nodes, name));
  const again = strips.findIndex((id, index) => strips.indexOf(id) < index);
  if (again < 0) return strips;
  throw fault("same-stem", names[again]!, "this strip is named twice: a track belongs to one stem; name it once");
}

/** Addresses of the strips that play a source, by the node of the root graph that holds them. */
function tracksOf(document: MixDocument, registry: Registry): Map<string, string[]> {
  const heads = [...flatten(document, registry).nodes.values()].filter(({ source }) => source !== undefined);
  return new Map(
    [...Map.groupBy(heads, ({ owner }) => owner)].map(([owner, nodes]) => [
      owner,
      nodes.map(({ address }) => address.replace(/\/in$/, "")),
    ]),
  );
}

function stripNamed(nodes: Readonly<Record<string, NodeRecord>>, name: string): string {
  if (Object.hasOwn(nodes, name)) return name;
  const byLabel = Object.entries(nodes).find(([, { label }]) => label?.toLowerCase() === name.toLowerCase());
  if (byLabel !== undefined) return byLabel[0];
  throw fault("unknown-strip", name, `no strip of the mix is called so; there are ${Object.keys(nodes).join(", ")}`);
}

/** The nodes on the loudest way from a node to the mix, itself first, the last one at the mix's output. */
function routeOf(document: MixDocument, registry: Registry, start: string): string[] {
  const { nodes, connections } = document.graphs[document.root]!;
  const route = [start];
  for (;;) {
    const ways = connections
      .filter(
        (way) => nodeOf(way.from) === route.at(-1) && way.muted !== true && !isKey(document, registry, way, nodes),
      )
      .toSorted((a, b) => (b.gainDb ?? 0) - (a.gainDb ?? 0));
    const next = ways.length === 0 ? "out" : nodeOf(ways[0]!.to);
    if (next === "out" || route.includes(next)) return route;
    route.push(next);
  }
}

const nodeOf = (endpoint: string): string => endpoint.slice(0, endpoint.indexOf("."));

function isKey(
  document: MixDocument,
  registry: Registry,
  { to }: ConnectionRecord,
  nodes: Readonly<Record<string, NodeRecord>>,
): boolean {
  const node = nodes[nodeOf(to)];
  const port = to.slice(to.indexOf(".") + 1);
  return node !== undefined && portsOf(node, document, registry)?.inputs[port]?.role === "key";
}
