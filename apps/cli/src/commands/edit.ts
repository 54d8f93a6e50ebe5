import {
  addressText,
  apply,
  CHAIN_TYPE,
  counted,
  fault,
  isPlainValue,
  parametersOf,
  resolveAddress,
  TwobusError,
  validateMix,
  type Command,
  type ConnectionRecord,
  type GraphId,
  type MixDocument,
  type Parameter,
  type PlainValue,
  type Problem,
} from "@twobus/core";
import { withFileLock } from "@twobus/renderer-node";
import { chainOfType, connectKeys, emptyInserts, placeInMix, type FactoryChain } from "../factory-chains.ts";
import { readMix, writeMix, type MixFile } from "../mix-file.ts";
import { fullType, unknownType } from "../node-types.ts";
import { parseNumber, readNumber } from "../numbers.ts";
import type { Report } from "../report.ts";
import { orderly } from "../stopping.ts";

export interface AddOptions {
  readonly id?: string;
  readonly label?: string;
  readonly into?: string;
  readonly graph?: string;
}

export interface ConnectOptions {
  readonly graph?: string;
  readonly gainDb?: string;
}

/** Sets a parameter from its text. */
export async function set(mixPath: string, parameter: string, text: string): Promise<Report> {
  return edit(mixPath, (mix) => {
    const { graph, node, param } = resolveAddress(mix.document, parameter);
    if (param === undefined) throw fault("no-parameter", parameter, "name a parameter too: node.param");
    const record = mix.document.graphs[graph]!.nodes[node]!;
    const definition = parametersOf(record, mix.document, mix.registry)?.[param];
    const value = plainValue(definition, text);
    const before = record.params[param] ?? definition?.default;
    const { document } = apply(mix.document, { kind: "setParameter", graph, node, param, value }, mix.registry);
    return {
      document,
      text: `${parameter} = ${value} (was ${isPlainValue(before) ? before : JSON.stringify(before)})`,
      json: { graph, node, param, value },
      warnings: warnOfAutomation(document, addressText({ graph, node, param })),
    };
  });
}

function warnOfAutomation(document: MixDocument, address: string): Problem[] {
  if (!Object.hasOwn(document.automation, address)) return [];
  const message = "this parameter is automated: its automation is heard, not the value set here";
  return [{ code: "automated", at: address, message }];
}

/** What a text means for a parameter. What it cannot mean is passed on as it is, to be refused with the legal range. */
function plainValue(parameter: Parameter | undefined, text: string): PlainValue {
  const isWord = parameter?.kind === "choice" && typeof parameter.options[0] === "string";
  if (isWord) return text;
  if (text === "true" || text === "false") return text === "true";
  const number = readNumber(text);
  return Number.isFinite(number) ? number : text;
}

/** Adds a node, or a factory chain as one (`chain:NAME`), to a graph, or to the end of a strip's chain. */
export async function add(mixPath: string, type: string, options: AddOptions): Promise<Report> {
  const chain = await chainOfType(type);
  const wanted = chain === undefined ? fullType(type) : CHAIN_TYPE;
  return edit(mixPath, (mix) => {
    if (mix.registry.definition(wanted) === undefined && wanted !== CHAIN_TYPE) throw unknownType(wanted);
    const { document: prepared, graph } =
      options.into === undefined
        ? { document: mix.document, graph: options.graph ?? mix.document.root }
        : chainOf(mix, options.into, chain);
    refuseTakenId(prepared, graph, options.id);
    const command: Command = {
      kind: "addNode",
      graph,
      type: wanted,
      ...(options.id === undefined ? {} : { id: options.id }),
      ...(options.label === undefined ? {} : { label: options.label }),
    };
    const added =
      chain === undefined
        ? apply(prepared, command, mix.registry)
        : placeInMix(prepared, chain, { graph, ...options }, mix.registry);
    const node = added.created!;
    const last = options.into === undefined ? undefined : lastConnection(added.document, graph);
    const document =
      last === undefined
        ? added.document
        : apply(added.document, { kind: "insertOnConnection", graph, node, ...last }, mix.registry).document;
    const keyed = connectKeys(document, { graph, node }, mix.registry, chain);
    return { ...keyed, text: `added ${graph}/${node}`, json: { graph, node } };
  });
}

/** A name that was asked for is not silently made another. */
function refuseTakenId(document: MixDocument, graph: GraphId, id: string | undefined): void {
  if (id === undefined || !Object.hasOwn(document.graphs[graph]?.nodes ?? {}, id)) return;
  throw fault("taken-id", `${graph}/${id}`, "there is a node of this name already: choose another --id");
}

/** The graph of a strip's insert chain, made where there is none yet, with the keys of what it is made for. */
function chainOf(mix: MixFile, strip: string, chain?: FactoryChain): { document: MixDocument; graph: GraphId } {
  const { graph, node } = resolveAddress(mix.document, strip);
  const existing = mix.document.graphs[graph]!.nodes[node]!.graph;
  if (existing !== undefined) return { document: mix.document, graph: existing };
  const made = apply(mix.document, { kind: "addGraph", id: `${node}-chain`, ...emptyInserts(chain) }, mix.registry);
  const nodeGraph = made.created!;
  return {
    document: apply(made.document, { kind: "setNodeGraph", graph, node, nodeGraph }, mix.registry).document,
    graph: nodeGraph,
  };
}

function lastConnection(document: MixDocument, graph: GraphId): Pick<ConnectionRecord, "from" | "to"> {
  const arriving = document.graphs[graph]!.connections.filter(({ to }) => to === "out.main");
  const [only] = arriving;
  if (only === undefined || arriving.length !== 1) {
    throw fault(
      "no-single-end",
      graph,
      "this chain does not end in one place: add the node with --graph and connect it by hand",
    );
  }
  return { from: only.from, to: only.to };
}

export async function connect(mixPath: string, from: string, to: string, options: ConnectOptions): Promise<Report> {
  return edit(mixPath, (mix) => {
    const ends = endsOf(mix.document, from, to, options.graph);
    const gainDb = options.gainDb === undefined ? {} : { gainDb: parseNumber("--gain-db", -144, 48, options.gainDb) };
    const { document } = apply(mix.document, { kind: "connect", ...ends, ...gainDb }, mix.registry);
    return { document, text: `connected ${ends.from} → ${ends.to}`, json: { ...ends, ...gainDb } };
  });
}

export async function disconnect(mixPath: string, from: string, to: string, options: ConnectOptions): Promise<Report> {
  return edit(mixPath, (mix) => {
    const ends = endsOf(mix.document, from, to, options.graph);
    const { document } = apply(mix.document, { kind: "disconnect", ...ends }, mix.registry);
    return { document, text: `disconnected ${ends.from} → ${ends.to}`, json: ends };
  });
}

/** Both ends of a connection; `strip/node.port` looks inside a strip's chain. The port may be left out where it is `main`. */
function endsOf(
  document: MixDocument,
  from: string,
  to: string,
  graph?: string,
): { graph: GraphId; from: string; to: string } {
  const [start, end] = [endOf(document, from, graph), endOf(document, to, graph)];
  if (start.graph !== end.graph) {
    throw fault(
      "different-graphs",
      `${from} → ${to}`,
      `these lie in different graphs, ${start.graph} and ${end.graph}; a connection stays within one`,
    );
  }
  return { graph: start.graph, from: start.endpoint, to: end.endpoint };
}

function endOf(document: MixDocument, text: string, graph?: string): { graph: GraphId; endpoint: string } {
  const slash = text.lastIndexOf("/");
  const local = text.slice(slash + 1);
  const endpoint = local.includes(".") ? local : `${local}.main`;
  if (slash < 0) return { graph: graph ?? document.root, endpoint };
  const path = text.slice(0, slash);
  if (Object.hasOwn(document.graphs, path)) return { graph: path, endpoint };
  const strip = resolveAddress(document, path);
  const inner = document.graphs[strip.graph]!.nodes[strip.node]!.graph;
  if (inner === undefined) throw fault("no-chain", path, "this strip has no insert chain");
  return { graph: inner, endpoint };
}

export async function remove(mixPath: string, text: string): Promise<Report> {
  return edit(mixPath, (mix) => {
    const { graph, node } = resolveAddress(mix.document, text);
    const { document } = apply(mix.document, { kind: "removeNode", graph, node }, mix.registry);
    return { document, text: `removed ${graph}/${node}`, json: { graph, node } };
  });
}

export async function bypass(
  mixPath: string,
  text: string,
  { off = false }: { readonly off?: boolean },
): Promise<Report> {
  return edit(mixPath, (mix) => {
    const { graph, node } = resolveAddress(mix.document, text);
    const { document } = apply(mix.document, { kind: "setBypassed", graph, node, bypassed: !off }, mix.registry);
    return {
      document,
      text: `${graph}/${node} ${off ? "works" : "is bypassed"}`,
      json: { graph, node, bypassed: !off },
    };
  });
}

/** Reading a mix brings it up to date; this writes the result back. */
export function migrate(mixPath: string): Promise<Report> {
  return orderly(() =>
    withFileLock(mixPath, async () => {
      const { document, warnings } = await readMix(mixPath);
      await writeMix(mixPath, document);
      const changes = warnings.length;
      return {
        json: { output: mixPath, changes },
        text: `${mixPath}: ${changes === 0 ? "up to date" : counted(changes, "change")}`,
        warnings,
      };
    }),
  );
}

/** A changed mix, and what is to be said of it. */
export interface Edited {
  readonly document: MixDocument;
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
  readonly warnings?: readonly Problem[];
}

/**
 * Reads, changes and writes a mix. A change that would bring a fault leaves the file as it was. What was wrong before may
 * be mended step by step, and is not told at every step.
 */
export function edit(mixPath: string, change: (mix: MixFile) => Edited): Promise<Report> {
  return orderly(() =>
    withFileLock(mixPath, async () => {
      const mix = await readMix(mixPath);
      const { document, text, json, warnings: own = [] } = change(mix);
      const [before, after] = [mix.document, document].map((state) => validateMix(state, mix.registry));
      const problems = without(before!.problems, after!.problems);
      if (problems.length > 0) throw new TwobusError(problems);
      await writeMix(mixPath, document);
      return { text, json, warnings: [...mix.warnings, ...own, ...without(before!.warnings, after!.warnings)] };
    }),
  );
}

function without(known: readonly Problem[], found: readonly Problem[]): Problem[] {
  const textOf = ({ at, message }: Problem): string => `${at}: ${message}`;
  const old = new Set(known.map(textOf));
  return found.filter((problem) => !old.has(textOf(problem)));
}
