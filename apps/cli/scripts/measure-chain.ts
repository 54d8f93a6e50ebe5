import { readFile } from "node:fs/promises";
import { apply, compileModules, emptyMix, placeChain, type ChainDocument, type Command } from "@twobus/core";
import { createMixPlayer } from "@twobus/core/laws";
import { createNodeRunner, type NodeRunner, type Stereo } from "@twobus/core/solo";
import { createMeter, loadMeterKernels, type Measurement } from "@twobus/measure";
import { builtInPack, type ChainFigures } from "@twobus/nodes";
import { registry } from "../src/mix-file.ts";
import { LOOP_SAMPLE_RATE, testLoop, type TestLoop } from "./test-loop.ts";

const modules = await compileModules(registry, readFile, false);
const kernels = await loadMeterKernels(readFile);
const splitter = await createNodeRunner(builtInPack, "twobus.bandSplitter", readFile);
const loop: TestLoop = testLoop();
const before = levelsOf(loop.main, splitter);

/** What a chain does to the test loop; the kick alone goes to its keys. */
export async function measureChain(chain: ChainDocument): Promise<ChainFigures> {
  const { sound, latencySamples } = await playThrough(chain);
  const after = levelsOf(sound, splitter);
  const loudnessLu = after.lufs - before.lufs;
  const change = (name: "lowsDb" | "midsDb" | "highsDb"): number => tenths(after[name] - before[name] - loudnessLu);
  const widthDb = after.widthDb - before.widthDb;
  return {
    sha256: await sha256(sound),
    latencySamples,
    loudnessLu: tenths(loudnessLu),
    plrDb: tenths(after.plrDb - before.plrDb),
    lowsDb: change("lowsDb"),
    midsDb: change("midsDb"),
    highsDb: change("highsDb"),
    widthDb: after.widthDb < -100 ? null : tenths(widthDb),
  };
}

async function playThrough(chain: ChainDocument): Promise<{ sound: Stereo; latencySamples: number }> {
  let document = emptyMix("Chain", LOOP_SAMPLE_RATE);
  const perform = (command: Command): { created?: string } => {
    const applied = apply(document, command, registry);
    document = applied.document;
    return applied;
  };
  const frames = loop.main[0].length;
  for (const id of Object.keys(loop)) {
    const source = { file: `${id}.wav`, channels: 2, sampleRate: LOOP_SAMPLE_RATE, frames };
    perform({ kind: "addSource", id, source });
    perform({ kind: "addNode", graph: "mix", type: "twobus.track", id, source: id });
  }
  const node = placeChain(chain, { graph: "mix", id: "chain" }, perform);
  const { inputs } = chain.graphs[chain.root]!.interface;
  for (const [port, { role }] of Object.entries(inputs)) {
    const from = role === "key" ? "kick.main" : "main.main";
    perform({ kind: "connect", graph: "mix", from, to: `${node}.${port}` });
  }
  perform({ kind: "connect", graph: "mix", from: `${node}.main`, to: "out.main" });
  const player = await createMixPlayer(document, registry, modules);
  const { latencySamples } = player.plan;
  const [left, right] = player.play(frames + latencySamples, { ...loop });
  return { sound: [left.subarray(latencySamples), right.subarray(latencySamples)], latencySamples };
}

interface Levels {
  readonly lufs: number;
  readonly plrDb: number;
  readonly lowsDb: number;
  readonly midsDb: number;
  readonly highsDb: number;
  readonly widthDb: number;
}

function levelsOf(sound: Stereo, bandSplitter: NodeRunner): Levels {
  const { integratedLufs, plrDb } = measure(sound);
  const values = { bands: 3, crossover1Hz: 200, crossover2Hz: 5000 };
  const { band1, band2, band3 } = bandSplitter.run({
    inputs: { main: sound },
    values,
    sampleRate: LOOP_SAMPLE_RATE,
  }).outputs;
  const [left, right] = sound;
  const matrixed = (sign: number): Float64Array => left.map((value, n) => (value + sign * right[n]!) / 2);
  return {
    lufs: integratedLufs!,
    plrDb: plrDb!,
    lowsDb: levelDb(band1!),
    midsDb: levelDb(band2!),
    highsDb: levelDb(band3!),
    widthDb: levelDb([matrixed(-1)]) - levelDb([matrixed(1)]),
  };
}

function measure(sound: Stereo): Measurement {
  const meter = createMeter({ kernels, sampleRate: LOOP_SAMPLE_RATE, channels: 2 });
  meter.push(sound, sound[0].length);
  return meter.finish();
}

/** Of the mean power of all channels. */
function levelDb(channels: readonly Float64Array[]): number {
  let power = 0;
  for (const channel of channels) for (const value of channel) power += value * value;
  return 10 * Math.log10(power / (channels.length * channels[0]!.length));
}

async function sha256([left, right]: Stereo): Promise<string> {
  const frames = Float64Array.from({ length: 2 * left.length }, (_, n) => (n % 2 === 0 ? left : right)[n >> 1]!);
  const digest = await crypto.subtle.digest("SHA-256", frames);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** One decimal, and never −0. */
const tenths = (value: number): number => Math.round(value * 10) / 10 + 0;
