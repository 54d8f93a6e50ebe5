/**
 * `npm run demo -- --palette`: the demo's drum bus through every compressor, saturator and shaper of the palette, each as it
 * comes and all equally loud, so that their characters can be told apart by ear.
 */
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { MixDocument } from "../packages/core/src/index.ts";
import { root, twobus } from "./twobus.ts";

const song = join(root, "examples", "demo-song");
const folder = join("out", "palette");
const CATEGORIES = ["compressor", "saturator", "peaks"];
const SECONDS = "9.2";
const DRY = "00 dry";

interface Described {
  readonly version: number;
  readonly category: string;
  readonly inputs: Readonly<Record<string, { readonly role: string }>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly params: Readonly<Record<string, { readonly default: string | number | boolean }>>;
}

/** The demo's drums alone, with one node on their bus and none on the stereo bus. */
function drumsThrough(demo: MixDocument, type: string | undefined): MixDocument {
  const mix = structuredClone(demo);
  const graph = mix.graphs[mix.root]!;
  for (const connection of graph.connections) {
    if (connection.to === "stereo-bus.main" && connection.from !== "drums.main") connection.muted = true;
  }
  const { graph: _, ...stereoBus } = graph.nodes["stereo-bus"]!;
  graph.nodes["stereo-bus"] = stereoBus;
  const { graph: __, ...drums } = graph.nodes["drums"]!;
  graph.nodes["drums"] = drums;
  mix.automation = {};
  if (type === undefined) return mix;
  const { version, params } = twobus<Described>("describe", type);
  const values = Object.fromEntries(Object.entries(params).map(([name, parameter]) => [name, parameter.default]));
  const main = { main: { role: "audio" as const } };
  graph.nodes["drums"] = { ...drums, graph: "palette-chain" };
  mix.graphs["palette-chain"] = {
    interface: { inputs: main, outputs: main, params: {} },
    nodes: { node: { type, version, params: values } },
    connections: [
      { from: "in.main", to: "node.main" },
      { from: "node.main", to: "out.main" },
    ],
  };
  return mix;
}

async function render(mix: MixDocument, name: string): Promise<number> {
  const path = join(folder, `${name}.mix.json`);
  await writeFile(join(root, path), JSON.stringify(mix));
  const words = [path, "-o", join(folder, `${name}.wav`), "--to", SECONDS, "--bit-depth", "32f"];
  return twobus<{ measure: { integratedLufs: number } }>("render", ...words).measure.integratedLufs;
}

const isWanted = ({ category, inputs, outputs }: Described): boolean =>
  CATEGORIES.includes(category) && "main" in inputs && "main" in outputs;

await mkdir(join(root, folder), { recursive: true });
await cp(join(song, "stems"), join(root, folder, "stems"), { recursive: true });
const demo = JSON.parse(await readFile(join(song, "demo.mix.json"), "utf8")) as MixDocument;
const { nodes } = twobus<{ nodes: { type: string; category: string; summary: string }[] }>("describe");

const dryLufs = await render(drumsThrough(demo, undefined), DRY);
console.log(`${DRY.padEnd(26)}${dryLufs.toFixed(1)} LUFS`);
let count = 0;
for (const { type, category, summary } of nodes) {
  if (!CATEGORIES.includes(category) || !isWanted(twobus<Described>("describe", type))) continue;
  const name = `${String(++count).padStart(2, "0")} ${type.replace("twobus.", "")}`;
  const mix = drumsThrough(demo, type);
  const lufs = await render(mix, name);
  mix.graphs[mix.root]!.nodes["stereo-bus"]!.params["faderDb"] = Math.max(-60, Math.min(12, dryLufs - lufs));
  const matched = await render(mix, name);
  console.log(`${name.padEnd(26)}${matched.toFixed(1)} LUFS  ${summary}`);
}
console.log(`\nListen to ${folder}: ${count} nodes, equally loud.`);
