import { dirname } from "node:path";
import {
  apply,
  CHAIN_TYPE,
  fault,
  resolveAddress,
  splitEndpoint,
  type Command,
  type ConnectionRecord,
  type GraphId,
  type GraphRecord,
  type MixDocument,
} from "@twobus/core";
import { chainOfType } from "../chains/find-chain.ts";
import type { FoundChain } from "../chains/found-chain.ts";
import { connectKeys, emptyInserts, placeInMix } from "../chains/place-in-mix.ts";
import type { MixFile } from "../mix-file.ts";
import { fullType, unknownType } from "../node-types.ts";
import { parseWholeNumber } from "../numbers.ts";
import type { Report } from "../report.ts";
import { edit } from "./edit.ts";

export interface AddOptions {
  readonly id?: string;
  readonly label?: string;
  /** The strip among whose inserts it goes. */
  readonly into?: string;
  /** Its place there, counted from 1; at the end if there is none. */
  readonly at?: string;
  readonly graph?: string;
}

/** Adds a node, or a chain as one (`chain:NAME`), to a graph, or among a strip's inserts. */
export async function add(mixPath: string, type: string, options: AddOptions): Promise<Report> {
  const chain = await chainOfType(type, dirname(mixPath));
  return chain === undefined ? addNode(mixPath, fullType(type), options) : addChain(mixPath, chain, options);
}

async function addNode(mixPath: string, type: string, options: AddOptions): Promise<Report> {
  return edit(mixPath, (mix) => {
    if (type !== CHAIN_TYPE && mix.registry.definition(type) === undefined) throw unknownType(type);
    const { document, graph } = placeOf(mix, options);
    const { id, label } = options;
    const command: Command = {
      kind: "addNode",
      graph,
      type,
      ...(id !== undefined && { id }),
      ...(label !== undefined && { label }),
    };
    const added = apply(document, command, mix.registry);
    const node = added.created!;
    return {
      document: ledThrough(added.document, { graph, node }, mix, options),
      text: `added ${graph}/${node}`,
      json: { graph, node },
    };
  });
}

/** Adds a chain as a node. */
export async function addChain(mixPath: string, chain: FoundChain, options: AddOptions): Promise<Report> {
  return edit(mixPath, (mix) => {
    const { document, graph } = placeOf(mix, options, chain);
    const { id, label } = options;
    const where = { graph, ...(id !== undefined && { id }), ...(label !== undefined && { label }) };
    const { document: placed, created: node } = placeInMix(document, chain, where);
    const led = ledThrough(placed, { graph, node }, mix, options);
    const keyed = connectKeys(led, { graph, node }, chain);
    return { ...keyed, text: `added ${graph}/${node}`, json: { graph, node } };
  });
}

/** The graph that something goes into: one that was named, or a strip's inserts, made where there are none yet. */
function placeOf(
  { document, registry }: MixFile,
  { into, graph: named, id }: AddOptions,
  chain?: FoundChain,
): { document: MixDocument; graph: GraphId } {
  const place =
    into === undefined ? { document, graph: named ?? document.root } : insertsOf({ document, registry }, into, chain);
  refuseTakenId(place.document, place.graph, id);
  return place;
}

/** A name that was asked for is not silently made another. */
function refuseTakenId(document: MixDocument, graph: GraphId, id: string | undefined): void {
  if (id === undefined || !Object.hasOwn(document.graphs[graph]?.nodes ?? {}, id)) return;
  throw fault("taken-id", `${graph}/${id}`, "there is a node of this name already: choose another --id");
}

function insertsOf(
  { document, registry }: Pick<MixFile, "document" | "registry">,
  strip: string,
  chain?: FoundChain,
): { document: MixDocument; graph: GraphId } {
  const { graph, node } = resolveAddress(document, strip);
  const existing = document.graphs[graph]!.nodes[node]!.graph;
  if (existing !== undefined) return { document, graph: existing };
  const made = apply(document, { kind: "addGraph", id: `${node}-chain`, ...emptyInserts(chain) }, registry);
  const nodeGraph = made.created!;
  return {
    document: apply(made.document, { kind: "setNodeGraph", graph, node, nodeGraph }, registry).document,
    graph: nodeGraph,
  };
}

/** Among inserts, leads the signal through the new node. */
function ledThrough(
  document: MixDocument,
  { graph, node }: { readonly graph: GraphId; readonly node: string },
  { registry }: MixFile,
  { into, at }: AddOptions,
): MixDocument {
  if (into === undefined) {
    if (at !== undefined) throw fault("no-strip", "--at", "a place among inserts needs a strip: name it too");
    return document;
  }
  const inserts = document.graphs[graph]!;
  const ends = at === undefined ? lastConnection(inserts, graph) : connectionAt(inserts, graph, at);
  return apply(document, { kind: "insertOnConnection", graph, node, ...ends }, registry).document;
}

type Ends = Pick<ConnectionRecord, "from" | "to">;

function lastConnection({ connections }: GraphRecord, graph: GraphId): Ends {
  const arriving = connections.filter(({ to }) => to === "out.main");
  const [only] = arriving;
  if (only === undefined || arriving.length !== 1) {
    const message = "this chain does not end in one place: add the node with --graph and connect it by hand";
    throw fault("no-single-end", graph, message);
  }
  return { from: only.from, to: only.to };
}

/** The connection before the insert of that number, in a row of inserts. */
function connectionAt({ connections, interface: { inputs } }: GraphRecord, graph: GraphId, at: string): Ends {
  const row: Ends[] = [];
  const isKey = (from: string): boolean => {
    const { node, port } = splitEndpoint(from);
    return node === "in" && inputs[port]?.role === "key";
  };
  for (let node = "in"; node !== "out"; node = splitEndpoint(row.at(-1)!.to).node) {
    const leaving = connections.filter(({ from }) => splitEndpoint(from).node === node && !isKey(from));
    const [only] = leaving;
    if (only === undefined || leaving.length !== 1 || row.length > connections.length) {
      const message = "these inserts are no single row: add the node with --graph and connect it by hand";
      throw fault("no-single-row", graph, message);
    }
    row.push({ from: only.from, to: only.to });
  }
  return row[parseWholeNumber("--at", 1, row.length, at) - 1]!;
}
