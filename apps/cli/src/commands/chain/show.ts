import { readFile } from "node:fs/promises";
import {
  chainHash,
  macroValue,
  splitEndpoint,
  type ChainDocument,
  type ConnectionRecord,
  type GraphRecord,
  type NodeRecord,
} from "@twobus/core";
import { builtInPack, loadChainFigures, type ChainFigures } from "@twobus/nodes";
import { findChain } from "../../chains/find-chain.ts";
import { checkGolden, GOLDEN_LOST, type GoldenCheck } from "../../chains/golden-check.ts";
import { warnOfUnknownNodes } from "../../chains/unknown-nodes.ts";
import type { Report } from "../../report.ts";
import type { LibraryOptions } from "./list.ts";

export interface ShowOptions extends LibraryOptions {
  readonly verify?: boolean;
}

/** Shows a chain: what is inside, what can be turned, who made it and from what, and whether it sounds as it did. */
export async function show(word: string, options: ShowOptions): Promise<Report> {
  const { id, origin, path, chain } = await findChain(word, options.in);
  const figures = origin === "factory" ? (await loadChainFigures(readFile))[id] : undefined;
  const verified = options.verify === true ? await checkGolden(id, chain) : undefined;
  const sha256 = chainHash(chain);
  return {
    json: { id, origin, ...(path !== undefined && { path }), sha256, ...chain, figures, ...(verified && { verified }) },
    text: [...printChain(id, chain), "", ...printIdentity(chain, sha256, verified), ...printFigures(figures)].join(
      "\n",
    ),
    warnings: warnOfUnknownNodes(id, chain),
    ...(verified?.holds === false && { exitCode: 1 }),
  };
}

function printChain(id: string, { name, summary, description, tags, root, graphs }: ChainDocument): string[] {
  const { inputs, params } = graphs[root]!.interface;
  const keys = Object.keys(inputs).filter((port) => inputs[port]!.role === "key");
  const macros = Object.entries(params).map(
    ([macro, shown]) =>
      `  ${macro} = ${String(macroValue(graphs[root]!, shown))}  turns ${shown.targets.join(" and ")}`,
  );
  return [
    `${name} (chain:${id})`,
    summary,
    ...(description === undefined ? [] : ["", ...description.split("\n")]),
    `tags: ${tags.join(", ")}`,
    ...(keys.length === 0 ? [] : [`keys: ${keys.join(", ")}`]),
    "",
    ...Object.entries(graphs).flatMap(([graph, record]) => [
      ...(graph === root ? [] : [`${graph}:`]),
      ...printGraph(record),
    ]),
    ...(macros.length === 0 ? [] : ["", ...macros]),
  ];
}

function printIdentity(
  { version, author, licence, derivedFrom = [], golden }: ChainDocument,
  sha256: string,
  verified: GoldenCheck | undefined,
): string[] {
  const by = [version && `version ${version}`, author && `by ${author}`, licence].filter(Boolean).join(", ");
  const ancestry = derivedFrom.map(
    (chain) => `  derived from      ${chain.name} ${chain.version ?? ""} ${chain.sha256}`,
  );
  return [
    ...(by === "" ? [] : [by]),
    `  content           sha256 ${sha256}`,
    ...ancestry,
    `  sound             ${golden === undefined ? "no golden hash" : `sha256 ${golden.pcmSha256}`}`,
    ...(verified === undefined ? [] : [`  here              sha256 ${verified.pcmSha256}: ${verdictOf(verified)}`]),
  ];
}

function verdictOf({ holds }: GoldenCheck): string {
  if (holds === null) return "nothing to compare it with";
  return holds ? "it holds" : GOLDEN_LOST;
}

/** Nodes in the order of the signal, and its way through them: in one line where there is but one. */
function printGraph({ interface: { inputs }, nodes, connections }: GraphRecord): string[] {
  const depths = depthsOf(Object.keys(nodes).length, connections);
  const depthOf = (id: string): number => depths.get(id) ?? 0;
  const ordered = Object.keys(nodes).toSorted((a, b) => depthOf(a) - depthOf(b));
  const way = ["in", ...ordered, "out"];
  const isKey = ({ from }: ConnectionRecord): boolean =>
    nodeOf(from) === "in" && inputs[splitEndpoint(from).port]?.role === "key";
  const cables = connections
    .filter((connection) => !isKey(connection))
    .toSorted((a, b) => depthOf(nodeOf(a.from)) - depthOf(nodeOf(b.from)));
  const isSeries =
    cables.length === way.length - 1 &&
    cables.every(({ from, to }, n) => nodeOf(from) === way[n] && nodeOf(to) === way[n + 1]);
  const told = isSeries ? connections.filter(isKey) : [...cables, ...connections.filter(isKey)];
  return [
    ...ordered.map((id) => `  ${id}: ${nodes[id]!.type.replace(/^twobus\./, "")}${settingsOf(nodes[id]!)}`),
    "",
    ...(isSeries ? [`  ${way.join(" → ")}`] : []),
    ...told.map(({ from, to }) => `  ${from} → ${to}`),
  ];
}

/** How many nodes stand before each on the longest way to it. Round a loop, which only a broken chain has, it ends at `count`. */
function depthsOf(count: number, connections: readonly ConnectionRecord[]): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  for (let round = 0, grows = true; grows && round <= count; round++) {
    grows = false;
    for (const { from, to } of connections) {
      const depth = (depths.get(nodeOf(from)) ?? 0) + 1;
      if (depth <= (depths.get(nodeOf(to)) ?? 0)) continue;
      depths.set(nodeOf(to), depth);
      grows = true;
    }
  }
  return depths;
}

const nodeOf = (endpoint: string): string => splitEndpoint(endpoint).node;

/** What is not as the node comes. */
function settingsOf({ type, params }: NodeRecord): string {
  const definition = builtInPack.nodes.find((node) => node.type === type);
  const set = Object.entries(params).filter(([name, value]) => definition?.params[name]?.default !== value);
  return set.length === 0
    ? ""
    : ` (${set.map(([name, value]) => `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`).join(", ")})`;
}

const signed = (value: number, unit: string): string => `${value > 0 ? "+" : ""}${value.toFixed(1)} ${unit}`;

function printFigures(figures: ChainFigures | undefined): string[] {
  if (figures === undefined) return [];
  const { loudnessLu, plrDb, lowsDb, midsDb, highsDb, widthDb, latencySamples } = figures;
  return [
    "",
    "On the test loop (drums, bass, a chord at −16 LUFS):",
    `  loudness          ${signed(loudnessLu, "LU")}, taken out of what follows`,
    `  peak to loudness  ${signed(plrDb, "dB")}`,
    `  below 200 Hz      ${signed(lowsDb, "dB")}`,
    `  200 Hz to 5 kHz   ${signed(midsDb, "dB")}`,
    `  above 5 kHz       ${signed(highsDb, "dB")}`,
    `  side to middle    ${widthDb === null ? "one of them is silent" : signed(widthDb, "dB")}`,
    `  latency           ${latencySamples} samples`,
  ];
}
