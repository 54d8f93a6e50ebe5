import {
  addressText,
  apply,
  counted,
  fault,
  isPlainValue,
  parametersOf,
  resolveAddress,
  TwobusError,
  validateMix,
  type GraphId,
  type MixDocument,
  type Problem,
} from "@twobus/core";
import { withFileLock } from "@twobus/renderer-node";
import { readMix, writeMix, type MixFile } from "../mix-file.ts";
import { parseNumber } from "../numbers.ts";
import { plainValue } from "../plain-value.ts";
import type { Report } from "../report.ts";
import { orderly } from "../stopping.ts";

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

export async function connect(mixPath: string, from: string, to: string, options: ConnectOptions): Promise<Report> {
  return edit(mixPath, (mix) => {
    const ends = keyedEnds(mix.document, from, to, options.graph) ?? endsOf(mix.document, from, to, options.graph);
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

/** The ends of a connection to a key inside a strip or a chain beside its source, which is given a port for it. */
function keyedEnds(
  document: MixDocument,
  from: string,
  to: string,
  graph?: string,
): { graph: GraphId; from: string; to: string } | undefined {
  const slash = to.lastIndexOf("/");
  if (slash < 0 || Object.hasOwn(document.graphs, to.slice(0, slash))) return undefined;
  const [start, end] = [endOf(document, from, graph), endOf(document, to, graph)];
  const strip = resolveAddress(document, to.slice(0, slash));
  if (start.graph !== strip.graph || start.graph === end.graph) return undefined;
  return { graph: start.graph, from: start.endpoint, to: `${strip.node}/${end.endpoint}` };
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
