// Going from one chain that is tried out to the next in a running mix, and back to the mix, does not click.
import { readFile } from "node:fs/promises";
import { QUANTUM, type MixDocument } from "@twobus/core";
import { factoryChains, loadChain } from "@twobus/nodes";
import { beforeAll, describe, expect, test } from "vitest";
import { placeChainCommands } from "../packages/editor/src/chains/place-chain.ts";
import { session } from "./live/edits.ts";
import { equivalentStepDb } from "./live/equivalent-step.ts";
import { createLiveMix, type LiveMix } from "./live/live-mix.ts";
import { toneOf } from "./live/stimuli.ts";
import { registry } from "./support/mixes.ts";

const SAMPLE_RATE = 48_000;
const FRAMES = 120 * SAMPLE_RATE;
const LIMIT_DB = -80;
/** What is behind it when it is tried out: no two are alike. */
const gainsDb = [-3, 2.5, -7];

const off = session(FRAMES);

/** The mix with a chain at the end of the bus's inserts, as the library lets it be heard. */
async function tried(id: string, index: number): Promise<MixDocument> {
  const where = { kind: "inserts", graph: "mix", node: "bus" } as const;
  return placeChainCommands(off, registry, await loadChain(id, readFile), where, gainsDb[index % gainsDb.length])
    .document;
}

// What colours a tone puts overtones above 8 kHz that the measure cannot tell from a click; those of 100 Hz lie far below.
describe.each(Object.entries({ "100 Hz": [100.3], "two low notes": [82.4, 123.5] }))("through %s", (_, hz) => {
  let live: LiveMix;
  beforeAll(async () => {
    const tone = toneOf(hz, FRAMES);
    live = await createLiveMix(off, { tone, other: tone.map((x) => -0.3 * x) });
    live.director.update(off);
    live.director.play();
    await live.settle();
    await live.run(300);
    return () => live.close();
  });

  const ids = Object.keys(factoryChains);
  test.each(ids.map((id, index) => [id, ids[(index + 1) % ids.length]!, index] as const))(
    "%s, then %s, then the mix",
    async (first, second, index) => {
      for (const document of [await tried(first, index), await tried(second, index + 1), off]) {
        live.heard();
        live.director.update(document);
        await live.settle();
        await live.run(40);
        for (const sound of live.heard()) {
          expect(sound.length).toBeGreaterThan(30 * QUANTUM);
          expect(equivalentStepDb(sound, SAMPLE_RATE)).toBeLessThan(LIMIT_DB);
        }
      }
    },
  );
});
