import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serialiseMix } from "@twobus/core";
import { onTestFinished } from "vitest";
import { cable, chain, graph, mix, node } from "./mixes.ts";
import { drums } from "./signals.ts";
import { wavBytes } from "./wav.ts";

const SAMPLE_RATE = 48_000;

/** The file of a mix of a kick through a compressed drum bus, `seconds` long, with its recording beside it until the test ends. */
export async function smallSong({ seconds = 8 }: { readonly seconds?: number } = {}): Promise<string> {
  const frames = seconds * SAMPLE_RATE;
  const folder = await mkdtemp(join(tmpdir(), "twobus small "));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "kick.wav"), wavBytes([drums(frames, 1)], SAMPLE_RATE, "int24"));
  const document = mix(
    { kick: { file: "kick.wav", frames } },
    {
      mix: graph(
        {
          kick: node("track", {}, { source: "kick", label: "Kick" }),
          drums: node("bus", {}, { graph: "drums-chain", label: "Drums" }),
        },
        [cable("kick", "drums"), cable("drums", "out")],
      ),
      "drums-chain": chain({ glue: node("glueCompressor", { thresholdDb: -20 }, { label: "Glue" }) }),
    },
    { name: "Small song" },
  );
  const path = join(folder, "song.mix.json");
  await writeFile(path, serialiseMix(document));
  return path;
}
