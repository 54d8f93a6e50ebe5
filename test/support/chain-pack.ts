import type { ChainDocument } from "@twobus/core";
import { GOLDEN_RANGE, goldenMix, LOOP_SAMPLE_RATE, readChainPack, testLoop } from "@twobus/core/sharing";
import type { GoldenJob } from "../conformance/golden-job.ts";
import type { ReadFile } from "../conformance/recordings.ts";
import { registry } from "./mixes.ts";
import { wavBytes } from "./wav.ts";

const FOLDER = "../../examples/chain-pack/";
const FILES = [
  "package.json",
  "README.md",
  "LICENSE",
  "breathing-pads.chain.json",
  "felt-keys.chain.json",
  "garage-drums.chain.json",
];

/** The chains of `examples/chain-pack`, checked as whoever takes a package in checks it. */
export async function examplePack(readFile: ReadFile): Promise<Readonly<Record<string, ChainDocument>>> {
  const files = FILES.map(async (name) => ({ name, bytes: await readFile(new URL(FOLDER + name, import.meta.url)) }));
  return (await readChainPack(await Promise.all(files), "examples/chain-pack")).chains;
}

/** What a renderer renders to find a chain's golden hash. */
export function goldenJobOf(chain: ChainDocument): GoldenJob {
  const { main, kick } = testLoop();
  return {
    document: goldenMix(chain, registry),
    recordings: {
      "main.wav": wavBytes(main, LOOP_SAMPLE_RATE),
      "kick.wav": wavBytes(kick, LOOP_SAMPLE_RATE),
    },
    ...GOLDEN_RANGE,
  };
}
