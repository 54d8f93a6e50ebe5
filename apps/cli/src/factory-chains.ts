import { readFile } from "node:fs/promises";
import {
  apply,
  fault,
  nearest,
  placeChain,
  type ChainDocument,
  type Command,
  type GraphId,
  type GraphRecord,
  type MixDocument,
  type NodeId,
  type Problem,
  type Registry,
} from "@twobus/core";
import { factoryChains, loadChain } from "@twobus/nodes";

/** A chain that comes with Twobus, and what it is called on the command line. */
export interface FactoryChain {
  readonly id: string;
  readonly chain: ChainDocument;
}

const PREFIX = "chain:";

/** Reads a factory chain, or says which ones come near. */
export async function factoryChain(id: string): Promise<ChainDocument> {
  if (Object.hasOwn(factoryChains, id)) return loadChain(id, readFile);
  const near = nearest(id, Object.keys(factoryChains));
  const hint = near.length > 0 ? `did you mean ${near.join(" or ")}?` : "twobus chains lists them";
  throw fault("unknown-chain", id, `there is no such chain; ${hint}`);
}

/** The chain that `chain:NAME` names; `undefined` for what is no chain. */
export async function chainOfType(type: string): Promise<FactoryChain | undefined> {
  if (!type.startsWith(PREFIX)) return undefined;
  const id = type.slice(PREFIX.length);
  return { id, chain: await factoryChain(id) };
}

/** Places a chain as a node, by the commands that an editor gives. */
export function placeInMix(
  document: MixDocument,
  { id, chain }: FactoryChain,
  options: { readonly graph: GraphId; readonly id?: NodeId; readonly label?: string },
  registry: Registry,
): { readonly document: MixDocument; readonly created: NodeId } {
  let changed = document;
  const created = placeChain(chain, { ...options, id: options.id ?? id }, (command: Command) => {
    const applied = apply(changed, command, registry);
    changed = applied.document;
    return applied;
  });
  return { document: changed, created };
}

const keysOf = ({ chain: { root, graphs } }: FactoryChain): string[] =>
  Object.entries(graphs[root]!.interface.inputs).flatMap(([port, { role }]) => (role === "key" ? [port] : []));

/** A strip's insert chain to be, with nothing in it: the keys of what goes into it become ports of the strip. */
export function emptyInserts(chain: FactoryChain | undefined): { readonly content?: GraphRecord } {
  const keys = chain === undefined ? [] : keysOf(chain);
  if (keys.length === 0) return {};
  const main = { main: { role: "audio" as const } };
  const inputs = { ...main, ...Object.fromEntries(keys.map((key) => [key, { role: "key" as const }])) };
  return {
    content: {
      interface: { inputs, outputs: main, params: {} },
      nodes: {},
      connections: [{ from: "in.main", to: "out.main" }],
    },
  };
}

/** Leads the keys of the graph to those of a chain in it, and says which are still open. */
export function connectKeys(
  document: MixDocument,
  { graph, node }: { readonly graph: GraphId; readonly node: NodeId },
  registry: Registry,
  chain: FactoryChain | undefined,
): { readonly document: MixDocument; readonly warnings: Problem[] } {
  let changed = document;
  const warnings: Problem[] = [];
  for (const key of chain === undefined ? [] : keysOf(chain)) {
    const isPort = document.graphs[graph]!.interface.inputs[key]?.role === "key";
    const [from, to] = [`in.${key}`, `${node}.${key}`];
    if (isPort) changed = apply(changed, { kind: "connect", graph, from, to }, registry).document;
    const strip = isPort ? stripOf(document, graph) : `${graph}/${node}`;
    const message = `its key ${key} hears nothing yet, and the chain listens to its own input; connect what it is to follow to ${strip}.${key}`;
    warnings.push({ code: "key-open", at: `${graph}/${node}.${key}`, message });
  }
  return { document: changed, warnings };
}

function stripOf({ graphs }: MixDocument, inserts: GraphId): string {
  const strips = Object.values(graphs).flatMap(({ nodes }) =>
    Object.entries(nodes).flatMap(([id, node]) => (node.graph === inserts ? [id] : [])),
  );
  return strips[0] ?? inserts;
}
