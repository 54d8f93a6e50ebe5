import {
  freeId,
  isStrip,
  splitEndpoint,
  type Command,
  type GraphId,
  type GraphRecord,
  type MixDocument,
  type NodeDefinition,
  type NodeId,
} from "@twobus/core";
import type { PortPlace } from "./open-ends.ts";

export interface Position {
  readonly x: number;
  readonly y: number;
}

/** Where a new node goes: on its own, at the end of a cable, or into the middle of one. */
export type Where =
  | { readonly kind: "free"; readonly position: Position }
  | { readonly kind: "cable"; readonly position: Position; readonly start: PortPlace; readonly port: string }
  | { readonly kind: "middle"; readonly position: Position; readonly from: string; readonly to: string };

/** Adds a node where it is wanted. Returns what to do, and the id that the node will have. */
export function addNodeCommands(
  document: MixDocument,
  graph: GraphId,
  definition: NodeDefinition,
  where: Where,
): { readonly commands: readonly Command[]; readonly node: NodeId } {
  const node = freeId(document.graphs[graph]!.nodes, definition.type.split(".").at(-1)!, "node");
  const label = freeLabel(document.graphs[graph]!, definition.name);
  const add: Command = { kind: "addNode", graph, type: definition.type, id: node, label };
  const place = { kind: "setLayout", graph, positions: { [node]: rounded(where.position) } } as const;
  switch (where.kind) {
    case "free":
      return { node, commands: [add, place] };
    case "cable": {
      const end = `${node}.${where.port}`;
      const [from, to] = where.start.side === "output" ? [where.start.endpoint, end] : [end, where.start.endpoint];
      return { node, commands: [add, place, { kind: "connect", graph, from, to }] };
    }
    case "middle": {
      const { from, to } = where;
      // Between nodes that nobody has moved, the layout makes room by itself.
      const moved = document.layout[graph] ?? {};
      const isMoved = [from, to].some((end) => Object.hasOwn(moved, splitEndpoint(end).node));
      const insert: Command = { kind: "insertOnConnection", graph, node, from, to };
      return { node, commands: isMoved ? [add, place, insert] : [add, insert] };
    }
  }
}

/** `Colour EQ`, and beside one of that name `Colour EQ 2`. */
function freeLabel({ nodes }: GraphRecord, name: string): string {
  const taken = new Set(Object.values(nodes).map(({ label }) => label));
  for (let count = 2, label = name; ; count++) {
    if (!taken.has(label)) return label;
    label = `${name} ${count}`;
  }
}

/** What a palette offers: a node, and the port by which a cable that waits will lead to it. */
export interface Candidate {
  readonly definition: NodeDefinition;
  readonly port?: string;
  readonly isKey: boolean;
}

/** What fits: any node on its own, what sound can go through in the middle of a cable, one entry per port at a cable's end. */
export function candidatesFor(
  definitions: readonly NodeDefinition[],
  where: Pick<Where, "kind"> & { readonly start?: PortPlace },
  isRoot: boolean,
): readonly Candidate[] {
  const usable = definitions.filter((definition) => isRoot || !isStrip(definition));
  if (where.kind === "free") return usable.map((definition) => ({ definition, isKey: false }));
  if (where.kind === "middle") {
    return usable
      .filter(({ inputs, outputs }) => Object.keys(inputs).length > 0 && Object.keys(outputs).length > 0)
      .map((definition) => ({ definition, isKey: false }));
  }
  const side = where.start?.side === "output" ? "inputs" : "outputs";
  const found = usable.flatMap((definition) =>
    Object.entries(definition[side]).map(([port, { role }]) => ({ definition, port, isKey: role === "key" })),
  );
  return found.toSorted((a, b) => rank(a) - rank(b));
}

/** The main way through a node before its further ports, and those before its keys. */
const rank = ({ port, isKey }: Candidate): number => (isKey ? 2 : port === "main" ? 0 : 1);

export const rounded = ({ x, y }: Position): Position => ({ x: Math.round(x), y: Math.round(y) });
