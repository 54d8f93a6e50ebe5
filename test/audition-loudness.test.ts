// Every chain that comes with Twobus, placed as it is auditioned, is as loud as what was there.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { MixDocument } from "@twobus/core";
import { factoryChains, loadChain } from "@twobus/nodes";
import { renderFile } from "@twobus/renderer-node";
import { beforeAll, expect, test } from "vitest";
import { prepareAudition, type Hearable } from "../apps/studio/src/library/audition.ts";
import type { LoudnessProbe } from "../apps/studio/src/library/level-match.ts";
import { cable, chain, graph, mix, node, registry } from "./support/mixes.ts";
import { temporaryFolder } from "./support/render.ts";
import { drums } from "./support/signals.ts";
import { wavBytes } from "./support/wav.ts";

const SAMPLE_RATE = 48_000;
const SECONDS = 3;
const FRAMES = SECONDS * SAMPLE_RATE;
/** What is left is that the cable is set to hundredths of a decibel; 0.1 LU is asked for. */
const MOST_LU = 0.01;

const song = mix(
  { kick: { file: "kick.wav", frames: FRAMES } },
  {
    mix: graph(
      {
        kick: node("track", {}, { source: "kick" }),
        drums: node("bus", { faderDb: -3 }, { graph: "drums-chain" }),
      },
      [cable("kick", "drums"), cable("drums", "out")],
    ),
    "drums-chain": chain({ clip: node("clipper") }),
  },
);
const where: Hearable = { kind: "inserts", graph: "mix", node: "drums" };
const stretch = { fromSeconds: 0, toSeconds: SECONDS };

let folder = "";
beforeAll(async () => {
  let cleanUp = async (): Promise<void> => {};
  folder = await temporaryFolder((work) => (cleanUp = work));
  await writeFile(join(folder, "kick.wav"), wavBytes([drums(FRAMES, 1)], SAMPLE_RATE, "int24"));
  return cleanUp;
});

/** BS.1770, over all of it. */
async function lufs(document: MixDocument): Promise<number> {
  const format = { container: "wav", sampleFormat: "float32" } as const;
  const { measure } = await renderFile(document, {
    registry,
    folder,
    path: join(folder, "out.wav"),
    threads: 1,
    ...format,
  });
  return measure.integratedLufs!;
}

const probe: LoudnessProbe = { measure: lufs, dispose: async () => {} };

test.each(Object.keys(factoryChains))(
  "%s",
  async (id) => {
    const one = await loadChain(id, readFile);
    const { signal } = new AbortController();
    const audition = await prepareAudition({ document: song, path: [] }, one, where, probe, [stretch], signal);
    expect(audition.gainDb).toBeTypeOf("number");
    const differenceLu = (await lufs(audition.document)) - (await lufs(song));
    expect(Math.abs(differenceLu), `${differenceLu} LU`).toBeLessThan(MOST_LU);
  },
  60_000,
);
