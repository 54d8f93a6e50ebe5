/**
 * `npm run demo -- --palette`: the demo's drum bus through every compressor, saturator and shaper of the palette and summed with
 * every character, each as its card is measured (as it comes, or with its first example) and all equally loud, so that they can be
 * told apart by ear.
 */
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { MixDocument, PlainValues } from "../packages/core/src/index.ts";
import { root, twobus } from "./twobus.ts";

const song = join(root, "examples", "demo-song");
const folder = join("out", "palette");
const CATEGORIES = ["strip", "compressor", "saturator", "peaks"];
const SECONDS = "9.2";
const DRY = "00 dry";
const WIDTH = 30;

interface Described {
  readonly type: string;
  readonly summary: string;
  readonly version: number;
  readonly category: string;
  readonly inputs: Readonly<Record<string, { readonly role: string }>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly params: Readonly<Record<string, { readonly default: string | number | boolean }>>;
  readonly examples: Readonly<Record<string, PlainValues>>;
}

/** What the drums go through: a node on their bus, or a character of the bus itself. */
interface Sound {
  readonly name: string;
  readonly words: string;
  readonly node?: Described;
  readonly summing?: PlainValues;
}

/** The demo's drums alone, with this on their bus and nothing on the stereo bus. */
function drumsThrough(demo: MixDocument, { node, summing = {} }: Partial<Sound>): MixDocument {
  const mix = structuredClone(demo);
  const graph = mix.graphs[mix.root]!;
  for (const connection of graph.connections) {
    if (connection.to === "stereo-bus.main" && connection.from !== "drums.main") connection.muted = true;
  }
  const { graph: _, ...stereoBus } = graph.nodes["stereo-bus"]!;
  graph.nodes["stereo-bus"] = stereoBus;
  const { graph: __, ...drums } = graph.nodes["drums"]!;
  graph.nodes["drums"] = { ...drums, params: { ...drums.params, ...summing } };
  mix.automation = {};
  if (node === undefined) return mix;
  const { type, version, params, examples } = node;
  const defaults = Object.fromEntries(Object.entries(params).map(([name, parameter]) => [name, parameter.default]));
  const values = { ...defaults, ...Object.values(examples)[0] };
  const main = { main: { role: "audio" as const } };
  graph.nodes["drums"]!.graph = "palette-chain";
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

/** All there is to hear, in the order of the palette. */
function soundsOf(nodes: readonly Described[]): Sound[] {
  return nodes.filter(isWanted).flatMap((node): Sound[] => {
    const { type, category, summary, examples } = node;
    const name = type.replace("twobus.", "");
    const names = Object.keys(examples);
    if (category === "strip") {
      return names.map((each) => ({ name: `${name} ${each}`, words: `The sum, ${each}.`, summing: examples[each]! }));
    }
    return [{ name: [name, ...names.slice(0, 1)].join(" "), words: summary, node }];
  });
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
const { nodes } = twobus<{ nodes: { type: string }[] }>("describe");
const sounds = soundsOf(nodes.map(({ type }) => twobus<Described>("describe", type)));

const dryLufs = await render(drumsThrough(demo, {}), DRY);
console.log(`${DRY.padEnd(WIDTH)}${dryLufs.toFixed(1)} LUFS`);
for (const [index, sound] of sounds.entries()) {
  const name = `${String(index + 1).padStart(2, "0")} ${sound.name}`;
  const mix = drumsThrough(demo, sound);
  const lufs = await render(mix, name);
  mix.graphs[mix.root]!.nodes["stereo-bus"]!.params["faderDb"] = Math.max(-60, Math.min(12, dryLufs - lufs));
  const matched = await render(mix, name);
  console.log(`${name.padEnd(WIDTH)}${matched.toFixed(1)} LUFS  ${sound.words}`);
}
console.log(`\nListen to ${folder}: ${sounds.length} sounds, equally loud.`);
