import {
  CHAIN_TYPE,
  freeId,
  parametersOf,
  splitEndpoint,
  type Command,
  type ExposedParameter,
  type GraphId,
  type GraphInterface,
  type MacroRange,
  type MixDocument,
  type NodeId,
  type NumberParameter,
  type Parameter,
  type Registry,
} from "@twobus/core";

/** A chain node that one is inside of. */
export interface SurroundingChain {
  /** What it contains. */
  readonly content: GraphId;
  /** The graph that it stands in. */
  readonly graph: GraphId;
  readonly node: NodeId;
  readonly name: string;
}

/** The chain nodes around the graph that is shown, the innermost first; a strip ends them, since it shows nothing. */
export function surroundingChains(document: MixDocument, path: readonly NodeId[]): readonly SurroundingChain[] {
  const around: SurroundingChain[] = [];
  let graph = document.root;
  for (const node of path) {
    const record = document.graphs[graph]?.nodes[node];
    if (record?.graph === undefined) break;
    if (record.type === CHAIN_TYPE) {
      around.unshift({ content: record.graph, graph, node, name: record.label ?? node });
    } else around.length = 0;
    graph = record.graph;
  }
  return around;
}

/** The name under which a graph shows `node.parameter` alone, and as it is. */
export function shownAs({ params }: GraphInterface, endpoint: string): string | undefined {
  return Object.keys(params).find((name) => {
    const { targets, ranges } = params[name]!;
    return ranges === undefined && targets.length === 1 && targets[0] === endpoint;
  });
}

/** Shows an inner parameter on chains around it, from the innermost to the outermost given. One gesture. */
export function exposeCommands(
  document: MixDocument,
  chains: readonly SurroundingChain[],
  endpoint: string,
): readonly Command[] {
  const commands: Command[] = [];
  let target = endpoint;
  for (const { content, node } of chains) {
    const shown = document.graphs[content]!.interface;
    let name = shownAs(shown, target);
    if (name === undefined) {
      name = nameOfTarget(shown.params, target);
      commands.push({ kind: "setExposed", graph: content, name, exposed: { targets: [target] } });
    }
    target = `${node}.${name}`;
  }
  return commands;
}

/** `thresholdDb`, or `glueThresholdDb` where that is taken, or a number after it. */
export function nameOfTarget(taken: Readonly<Record<string, unknown>>, target: string): string {
  const { node, port } = splitEndpoint(target);
  if (!Object.hasOwn(taken, port)) return port;
  const words = node.split(/[^A-Za-z0-9]+/).filter(Boolean);
  const stem = words.map((word, index) => (index === 0 ? word : capital(word))).join("");
  return freeId(taken, `${stem}${capital(port)}`, "parameter");
}

const capital = (word: string): string => word[0]!.toUpperCase() + word.slice(1);

/** Lets a parameter that is shown drive one more. A macro moves it from where it stands to its end. */
export function driveCommand(
  document: MixDocument,
  registry: Registry,
  content: GraphId,
  name: string,
  endpoint: string,
): Command {
  const shown = document.graphs[content]!.interface.params[name]!;
  const targets = [...shown.targets, endpoint];
  if (shown.ranges === undefined) return { kind: "setExposed", graph: content, name, exposed: { ...shown, targets } };
  const ranges = { ...shown.ranges, [endpoint]: wholeRange(document, registry, content, endpoint) };
  return { kind: "setExposed", graph: content, name, exposed: { ...shown, targets, ranges } };
}

/** Makes a macro of what a parameter drives, each over all of its range; nothing where it is one or cannot be. */
export function macroOf(
  document: MixDocument,
  registry: Registry,
  content: GraphId,
  { targets, ranges }: ExposedParameter,
): ExposedParameter | undefined {
  if (ranges !== undefined) return undefined;
  const numbers = targets.every((target) => targetParameter(document, registry, content, target)?.kind === "number");
  if (!numbers) return undefined;
  const made = targets.map((target) => [target, wholeRange(document, registry, content, target)] as const);
  return { targets, ranges: Object.fromEntries(made) };
}

/** From where it stands inside to the end of its range. */
function wholeRange(document: MixDocument, registry: Registry, content: GraphId, target: string): MacroRange {
  const parameter = targetParameter(document, registry, content, target) as NumberParameter | undefined;
  if (parameter === undefined) return { from: 0, to: 0 };
  const { node, port } = splitEndpoint(target);
  const value = document.graphs[content]!.nodes[node]!.params[port] ?? parameter.default;
  return { from: Number(value), to: parameter.max };
}

/** What a target of an exposed parameter is; nothing where its node is unknown here. */
export function targetParameter(
  document: MixDocument,
  registry: Registry,
  content: GraphId,
  target: string,
): Parameter | undefined {
  const { node, port } = splitEndpoint(target);
  const record = document.graphs[content]?.nodes[node];
  return record === undefined ? undefined : parametersOf(record, document, registry)?.[port];
}
