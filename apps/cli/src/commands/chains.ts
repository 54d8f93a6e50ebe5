import { readFile } from "node:fs/promises";
import {
  macroValue,
  splitEndpoint,
  type ChainDocument,
  type ConnectionRecord,
  type GraphRecord,
  type NodeRecord,
} from "@twobus/core";
import { builtInPack, factoryChains, loadChain, loadChainFigures, type ChainFigures } from "@twobus/nodes";
import { factoryChain } from "../factory-chains.ts";
import type { Report } from "../report.ts";

/** Lists the factory chains, or shows one: what is inside, what can be turned, what it measures. */
export async function chains(id: string | undefined): Promise<Report> {
  if (id === undefined) return list();
  const chain = await factoryChain(id);
  const figures = (await loadChainFigures(readFile))[id];
  return { json: { id, ...chain, figures }, text: printChain(id, chain, figures) };
}

async function list(): Promise<Report> {
  const all = [];
  for (const id of Object.keys(factoryChains)) {
    const { name, summary, tags } = await loadChain(id, readFile);
    all.push({ id, name, summary, tags });
  }
  const width = Math.max(...all.map(({ id }) => id.length)) + 2;
  const lines = all.flatMap(({ id, summary, tags }) => [
    `${id.padEnd(width)}${summary}`,
    `${"".padEnd(width)}[${tags.join(", ")}]`,
  ]);
  return { json: { chains: all }, text: lines.join("\n") };
}

function printChain(id: string, { name, summary, tags, root, graphs }: ChainDocument, figures?: ChainFigures): string {
  const { inputs, params } = graphs[root]!.interface;
  const keys = Object.keys(inputs).filter((port) => inputs[port]!.role === "key");
  const macros = Object.entries(params).map(
    ([macro, shown]) =>
      `  ${macro} = ${String(macroValue(graphs[root]!, shown))}  turns ${shown.targets.join(" and ")}`,
  );
  return [
    `${name} (chain:${id})`,
    summary,
    `tags: ${tags.join(", ")}`,
    ...(keys.length === 0 ? [] : [`keys: ${keys.join(", ")}`]),
    "",
    ...Object.entries(graphs).flatMap(([graph, record]) => [
      ...(graph === root ? [] : [`${graph}:`]),
      ...printGraph(record),
    ]),
    ...(macros.length === 0 ? [] : ["", ...macros]),
    ...(figures === undefined ? [] : ["", ...printFigures(figures)]),
  ].join("\n");
}

/** Nodes in the order of the signal, and its way through them: in one line where there is but one. */
function printGraph({ interface: { inputs }, nodes, connections }: GraphRecord): string[] {
  const depthOf = (id: string): number => {
    const feeders = connections.filter(({ to }) => nodeOf(to) === id).map(({ from }) => nodeOf(from));
    return Math.max(0, ...feeders.map((feeder) => depthOf(feeder) + 1));
  };
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

function printFigures(figures: ChainFigures): string[] {
  const { loudnessLu, plrDb, lowsDb, midsDb, highsDb, widthDb, latencySamples, pcmSha256 } = figures;
  return [
    "On the test loop (drums, bass, a chord at −16 LUFS):",
    `  loudness          ${signed(loudnessLu, "LU")}, taken out of what follows`,
    `  peak to loudness  ${signed(plrDb, "dB")}`,
    `  below 200 Hz      ${signed(lowsDb, "dB")}`,
    `  200 Hz to 5 kHz   ${signed(midsDb, "dB")}`,
    `  above 5 kHz       ${signed(highsDb, "dB")}`,
    `  side to middle    ${widthDb === null ? "one of them is silent" : signed(widthDb, "dB")}`,
    `  latency           ${latencySamples} samples`,
    `  sound             sha256 ${pcmSha256}`,
  ];
}
