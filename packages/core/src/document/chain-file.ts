import { isPlainValue } from "../definition/parameters.ts";
import * as z from "zod/mini";
import { fault, TwobusError, type Problem } from "../problem.ts";
import { splitEndpoint } from "./address.ts";
import { LIMITS } from "./limits.ts";
import { loops, loopText } from "./loops.ts";
import { listed, own } from "./names.ts";
import { scanJson } from "./scan.ts";
import { graphSchema, idSchema, labelSchema } from "./schema.ts";
import { checkShape } from "./shape.ts";
import { CHAIN_TYPE, type ExposedParameter, type GraphId, type GraphRecord } from "./types.ts";

/** Tells a chain from other JSON. */
export const CHAIN_FORMAT = "twobus-chain";
/** The format of chains that this program reads and writes; newer ones are refused. */
export const CHAIN_FORMAT_VERSION = 1;
/** More would be a panel to learn; what lies deeper is reached by opening the chain. */
export const MOST_MACROS = 4;

/** A chain of processors on its own, to be placed in any mix: graphs with an interface, and what they are good for. */
export interface ChainDocument {
  format: typeof CHAIN_FORMAT;
  formatVersion: number;
  name: string;
  /** One sentence: what it does, and when to take it. */
  summary: string;
  /** Words to find it by. */
  tags: string[];
  /** The graph that becomes a node. Its interface has `main` both ways and the macro parameters, four at most. */
  root: GraphId;
  graphs: Record<GraphId, GraphRecord>;
}

const chainRecord = z.looseObject({
  format: z.literal(CHAIN_FORMAT),
  formatVersion: z.literal(CHAIN_FORMAT_VERSION),
  name: labelSchema,
  summary: labelSchema,
  tags: z.array(labelSchema),
  root: idSchema,
  graphs: z.record(idSchema, graphSchema),
});

export const chainSchema: z.ZodMiniType<ChainDocument> = chainRecord;
/** The names of a chain's fields, in the order in which they are written. */
export const chainFields: readonly string[] = Object.keys(chainRecord.shape);

/**
 * Reads a chain from its text; `name` is the file's, for the addresses of problems. Throws a TwobusError with every
 * problem found. What the graphs mean together is checked where the chain is placed in a mix.
 */
export function parseChain(text: string, name: string): ChainDocument {
  if (text.length > LIMITS.textLength) {
    throw fault("too-large", name, `a chain may have ${LIMITS.textLength / 1024 / 1024} MB of text at most`);
  }
  const json = text.startsWith("\uFEFF") ? text.slice(1) : text;
  scanJson(json, name);
  const saved = chainAmong(JSON.parse(json), name);
  refuseNewer(saved, name);
  const chain = checkShape(chainSchema, saved, "");
  const problems = chainProblems(chain);
  if (problems.length > 0) throw new TwobusError(problems);
  return chain;
}

function chainAmong(value: unknown, name: string): object {
  if (typeof value === "object" && value !== null && "format" in value && value.format === CHAIN_FORMAT) return value;
  throw fault("not-a-chain", name, `this is not a Twobus chain: it must be an object with "format": "${CHAIN_FORMAT}"`);
}

function refuseNewer(saved: object, name: string): void {
  const version = "formatVersion" in saved ? saved.formatVersion : undefined;
  if (typeof version !== "number" || version <= CHAIN_FORMAT_VERSION) return;
  throw fault(
    "newer-format",
    name,
    `this chain was saved in format ${version}, newer than format ${CHAIN_FORMAT_VERSION} that this program reads; ` +
      "update Twobus to use it",
  );
}

function chainProblems({ root, graphs }: ChainDocument): Problem[] {
  const graph = own(graphs, root);
  if (graph === undefined) {
    const message = `the root graph ${root} is not there; name one of ${listed(Object.keys(graphs))}`;
    return [{ code: "unknown-graph", at: "root", message }];
  }
  const { inputs, outputs, params } = graph.interface;
  const problems: Problem[] = [];
  for (const [side, ports] of Object.entries({ inputs, outputs })) {
    if (own(ports, "main")?.role === "audio") continue;
    problems.push({
      code: "chain-without-main",
      at: root,
      message: `the chain needs an audio port main among its ${side}`,
    });
  }
  if (Object.keys(params).length > MOST_MACROS) {
    const message = `a chain shows ${MOST_MACROS} parameters at most, not ${Object.keys(params).length}; keep those that matter`;
    problems.push({ code: "too-many-macros", at: root, message });
  }
  return [...problems, ...partProblems(graphs), ...circleProblems(graphs)];
}

/** A chain brings everything that it refers to, and plays nothing of its own. */
function partProblems(graphs: ChainDocument["graphs"]): Problem[] {
  const problems: Problem[] = [];
  for (const [id, { nodes }] of Object.entries(graphs)) {
    for (const [nodeId, { type, graph, source }] of Object.entries(nodes)) {
      const at = `${id}/${nodeId}`;
      if (source !== undefined)
        problems.push({ code: "source-not-allowed", at, message: "a chain plays no recordings; take the source away" });
      if (graph === undefined ? type !== CHAIN_TYPE : Object.hasOwn(graphs, graph)) continue;
      const message = `refers to a graph that the chain does not hold; it holds ${listed(Object.keys(graphs))}`;
      problems.push({ code: "unknown-graph", at, message });
    }
  }
  return problems;
}

function circleProblems(graphs: ChainDocument["graphs"]): Problem[] {
  const nested = (id: GraphId): GraphId[] =>
    Object.values(own(graphs, id)?.nodes ?? {}).flatMap(({ graph }) => graph ?? []);
  return loops(Object.keys(graphs), nested).map((circle) => ({
    code: "graph-contains-itself",
    at: circle[0]!,
    message: `a graph cannot contain itself: ${loopText(circle)}; take one of these nodes away`,
  }));
}

/** Where a macro parameter stands inside: the value of its first target that is written out. */
export function macroValue(
  { nodes }: GraphRecord,
  { targets }: ExposedParameter,
): string | number | boolean | undefined {
  for (const target of targets) {
    const { node, port } = splitEndpoint(target);
    const value = own(own(nodes, node)?.params ?? {}, port);
    if (isPlainValue(value)) return value;
  }
  return undefined;
}
