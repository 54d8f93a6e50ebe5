import { readFile } from "node:fs/promises";
import type { ChainDocument, PlanarStereo } from "@twobus/core";
import { LOOP_SAMPLE_RATE, playOnLoop, testLoop } from "@twobus/core/sharing";
import { createNodeRunner, type NodeRunner } from "@twobus/core/solo";
import { createMeter, loadMeterKernels, type Measurement } from "@twobus/measure";
import { builtInPack, type ChainFigures } from "@twobus/nodes";
import { registry } from "../src/mix-file.ts";

const kernels = await loadMeterKernels(readFile);
const splitter = await createNodeRunner(builtInPack, "twobus.bandSplitter", readFile);
const before = levelsOf(testLoop().main, splitter);

/** What a chain does to the test loop; the kick alone goes to its keys. */
export async function measureChain(chain: ChainDocument): Promise<{ golden: Golden; figures: ChainFigures }> {
  const { sound, latencySamples, pcmSha256 } = await playOnLoop(chain, { registry, readBytes: readFile });
  const after = levelsOf(sound, splitter);
  const loudnessLu = after.lufs - before.lufs;
  const change = (name: "lowsDb" | "midsDb" | "highsDb"): number => tenths(after[name] - before[name] - loudnessLu);
  const widthDb = after.widthDb - before.widthDb;
  const figures = {
    latencySamples,
    loudnessLu: tenths(loudnessLu),
    plrDb: tenths(after.plrDb - before.plrDb),
    lowsDb: change("lowsDb"),
    midsDb: change("midsDb"),
    highsDb: change("highsDb"),
    widthDb: after.widthDb < -100 ? null : tenths(widthDb),
  };
  return { golden: { pcmSha256 }, figures };
}

type Golden = NonNullable<ChainDocument["golden"]>;

interface Levels {
  readonly lufs: number;
  readonly plrDb: number;
  readonly lowsDb: number;
  readonly midsDb: number;
  readonly highsDb: number;
  readonly widthDb: number;
}

function levelsOf(sound: PlanarStereo, bandSplitter: NodeRunner): Levels {
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

function measure(sound: PlanarStereo): Measurement {
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

/** One decimal, and never −0. */
const tenths = (value: number): number => Math.round(value * 10) / 10 + 0;
