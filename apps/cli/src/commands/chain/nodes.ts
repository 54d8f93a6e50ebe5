import { apply, fault, type ChainPlace, type Command, type MixDocument } from "@twobus/core";
import { placeAt } from "../../chains/place-at.ts";
import { registry } from "../../mix-file.ts";
import type { Report } from "../../report.ts";
import { edit } from "../edit.ts";

export interface GroupOptions {
  readonly id?: string;
  readonly label?: string;
}

/** Makes one chain node of nodes that lie side by side. The sound stays as it is. */
export function group(mixPath: string, addresses: readonly string[], { id, label }: GroupOptions): Promise<Report> {
  return edit(mixPath, ({ document }) => {
    const { graph, nodes } = nodesAt(document, addresses);
    const names = { ...(id !== undefined && { id }), ...(label !== undefined && { label }) };
    const applied = apply(document, { kind: "groupNodes", graph, nodes, ...names }, registry);
    const node = applied.created!;
    return {
      document: applied.document,
      text: `${graph}/${node} is ${nodes.join(", ")}`,
      json: { graph, node },
      warnings: applied.lost,
    };
  });
}

/** The nodes of one graph that addresses name. */
export function nodesAt(
  document: MixDocument,
  addresses: readonly string[],
): { readonly graph: string; readonly nodes: readonly string[] } {
  const places = addresses.map((address) => placeAt(document, address));
  const graphs = new Set(places.map(({ graph }) => graph));
  if (graphs.size > 1) {
    const message = `these lie in different graphs, ${[...graphs].join(" and ")}; a chain is made of nodes side by side`;
    throw fault("different-graphs", addresses.join(" "), message);
  }
  return { graph: places[0]!.graph, nodes: [...new Set(places.map(({ node }) => node))] };
}

/** Puts what a chain node contains in its place. The sound stays as it is. */
export function ungroup(mixPath: string, address: string): Promise<Report> {
  return onNode(mixPath, address, (place) => ({ kind: "ungroupNode", ...place }), "is what it contained");
}

/** Gives a chain node a copy of its own, which follows no other. */
export function unique(mixPath: string, address: string): Promise<Report> {
  return onNode(mixPath, address, (place) => ({ kind: "makeUnique", ...place }), "has a content of its own");
}

/** Lets a chain node keep its version, or follow the others again. */
export function pin(mixPath: string, address: string, { off = false }: { readonly off?: boolean }): Promise<Report> {
  const said = off ? "follows again" : "keeps its version";
  const json = { pinned: !off };
  return onNode(mixPath, address, (place) => ({ kind: "setPinned", ...place, pinned: !off }), said, json);
}

function onNode(
  mixPath: string,
  address: string,
  command: (place: ChainPlace, document: MixDocument) => Command,
  said: string,
  json: object = {},
): Promise<Report> {
  return edit(mixPath, ({ document }) => {
    const place = placeAt(document, address);
    const applied = apply(document, command(place, document), registry);
    return {
      document: applied.document,
      text: `${place.graph}/${place.node} ${said}`,
      json: { ...place, ...json },
      warnings: applied.lost,
    };
  });
}
