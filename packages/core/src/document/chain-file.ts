import { isPlainValue } from "../definition/parameters.ts";
import { fault, TwobusError, type Problem } from "../problem.ts";
import { splitEndpoint } from "./address.ts";
import { CHAIN_FORMAT, CHAIN_FORMAT_VERSION, MOST_MACROS, type ChainDocument } from "./chain-types.ts";
import { LIMITS } from "./limits.ts";
import { listed, own } from "./names.ts";
import { scanJson } from "./scan.ts";
import { chainSchema, wordsSchema } from "./schema.ts";
import { checkShape } from "./shape.ts";
import { refuseSize } from "./size.ts";
import { expansionProblems } from "./validation/expansion.ts";
import { CHAIN_TYPE, type ExposedParameter, type GraphRecord } from "./types.ts";

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
  refuseSize(saved, name);
  const chain = checkShape(chainSchema, saved, "");
  checkChain(chain);
  return chain;
}

/** Throws a TwobusError where graphs of the right shape make no chain. */
export function checkChain(chain: ChainDocument): void {
  const problems = chainProblems(chain);
  if (problems.length > 0) throw new TwobusError(problems);
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
  return [...problems, ...partProblems(graphs), ...expansionProblems({ root, graphs, automation: {} })];
}

/** A chain brings everything that it refers to, plays nothing of its own, and says only what can be read. */
function partProblems(graphs: ChainDocument["graphs"]): Problem[] {
  const problems: Problem[] = [];
  for (const [id, { name, nodes }] of Object.entries(graphs)) {
    problems.push(...labelProblems(`${id}.name`, name));
    for (const [nodeId, { type, graph, source, label }] of Object.entries(nodes)) {
      const at = `${id}/${nodeId}`;
      problems.push(...labelProblems(`${at}.label`, label));
      if (source !== undefined)
        problems.push({ code: "source-not-allowed", at, message: "a chain plays no recordings; take the source away" });
      if (graph === undefined ? type !== CHAIN_TYPE : Object.hasOwn(graphs, graph)) continue;
      const message = `refers to a graph that the chain does not hold; it holds ${listed(Object.keys(graphs))}`;
      problems.push({ code: "unknown-graph", at, message });
    }
  }
  return problems;
}

/** A label of one's own mix may hold marks of direction; one that comes with a chain is held to what chains say of themselves. */
function labelProblems(at: string, label: string | undefined): Problem[] {
  const message = label === undefined ? undefined : wordsSchema.safeParse(label).error?.issues[0]?.message;
  return message === undefined ? [] : [{ code: "illegal-value", at, message }];
}

/** Where a macro parameter stands inside: its own place, or the value of its first target that is written out. */
export function macroValue(
  { nodes }: GraphRecord,
  { targets, ranges, percent = 0 }: ExposedParameter,
): string | number | boolean | undefined {
  if (ranges !== undefined) return percent;
  for (const target of targets) {
    const { node, port } = splitEndpoint(target);
    const value = own(own(nodes, node)?.params ?? {}, port);
    if (isPlainValue(value)) return value;
  }
  return undefined;
}
