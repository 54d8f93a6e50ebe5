import {
  apply,
  freeId,
  isStrip,
  type Command,
  type GraphId,
  type MixDocument,
  type NodeId,
  type Registry,
} from "@twobus/core";

/** A strip without a chain that is looked into: shown as if it had one, which it is given with the first edit there. */
export interface LookedInto {
  readonly of: MixDocument;
  readonly strip: NodeId;
  /** The chain that it would have. */
  readonly graph: GraphId;
  /** What gives it that. */
  readonly commands: readonly Command[];
  /** The mix if it had it. */
  readonly document: MixDocument;
}

/** Where the nodes of a path lead, and the mix as it is shown there. */
export interface Reached {
  readonly path: readonly NodeId[];
  readonly graph: GraphId;
  readonly document: MixDocument;
  readonly lookedInto: LookedInto | undefined;
}

/** Follows a path as far as it leads. `before` is used again where it is of the same mix and strip. */
export function reach(of: MixDocument, registry: Registry, path: readonly NodeId[], before?: LookedInto): Reached {
  let graph = of.root;
  const reached: NodeId[] = [];
  for (const node of path) {
    const record = of.graphs[graph]?.nodes[node];
    const definition = record && registry.definition(record.type);
    if (record === undefined) break;
    if (record.graph !== undefined) graph = record.graph;
    else if (definition !== undefined && isStrip(definition)) {
      const isSame = before?.of === of && before.strip === node;
      const lookedInto = isSame ? before : lookInto(of, registry, graph, node);
      return { path: [...reached, node], graph: lookedInto.graph, document: lookedInto.document, lookedInto };
    } else break;
    reached.push(node);
  }
  return { path: reached, graph, document: of, lookedInto: undefined };
}

function lookInto(of: MixDocument, registry: Registry, graph: GraphId, strip: NodeId): LookedInto {
  const nodeGraph = freeId(of.graphs, `${strip}-chain`, "graph");
  const commands: Command[] = [
    { kind: "addGraph", id: nodeGraph },
    { kind: "setNodeGraph", graph, node: strip, nodeGraph },
  ];
  const document = commands.reduce((mix, command) => apply(mix, command, registry).document, of);
  return { of, strip, graph: nodeGraph, commands, document };
}
