import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cable, chain, graph, mix, node } from "./support/mixes.ts";
import { renderToMemory, temporaryFolder } from "./support/render.ts";
import { noise } from "./support/signals.ts";
import { wavBytes } from "./support/wav.ts";

const FRAMES = 12_000;
const signal = noise(FRAMES, 7, 0.1).map(Math.fround);
let folder = "";
let cleanUp = async (): Promise<void> => {};
beforeAll(async () => {
  folder = await temporaryFolder((work) => (cleanUp = work));
  await writeFile(join(folder, "a.wav"), wavBytes([signal], 48000));
});
afterAll(() => cleanUp());

const sources = { a: { file: "a.wav", frames: FRAMES } };
/** A latent processor that changes nothing: its threshold is out of reach. */
const latent = (): ReturnType<typeof node> => node("digitalCompressor", { thresholdDb: 0, ratio: 1, lookAheadMs: 7 });

test("a dry path beside a latent one cancels it exactly", async () => {
  const { left, right, result } = await renderToMemory(
    mix(sources, {
      mix: graph(
        {
          wet: node("track", {}, { source: "a", graph: "late" }),
          dry: node("track", { invertPolarity: true }, { source: "a" }),
          bus: node("bus"),
        },
        [cable("wet", "bus"), cable("dry", "bus"), cable("bus", "out")],
      ),
      late: chain({ late: latent() }),
    }),
    folder,
  );
  expect(result.latencySamples).toBe(336);
  expect(Math.max(...left.map(Math.abs), ...right.map(Math.abs))).toBe(0);
});

test("parallel paths inside a chain meet in time", async () => {
  const { left } = await renderToMemory(
    mix(sources, {
      mix: graph({ a: node("track", {}, { source: "a", graph: "parallel" }) }, [cable("a", "out")]),
      parallel: graph({ late: latent(), invert: node("gain") }, [
        cable("in", "late"),
        cable("in", "invert"),
        cable("late", "out"),
        cable("invert", "out"),
      ]),
    }),
    folder,
  );
  left.forEach((x, n) => expect(x).toBe(2 * signal[n]!));
});

test("a render starts where its sources start, whatever the latency", async () => {
  const { left } = await renderToMemory(
    mix(sources, {
      mix: graph({ a: node("track", {}, { source: "a", graph: "late" }) }, [cable("a", "out")]),
      late: chain({ late: latent() }),
    }),
    folder,
  );
  expect(left).toEqual(signal);
});

test("a delayed strip is heard to its end", async () => {
  const { left } = await renderToMemory(
    mix(sources, {
      mix: graph({ a: node("track", { delayMs: 100 }, { source: "a" }), bus: node("bus", { delayMs: 50 }) }, [
        cable("a", "bus"),
        cable("bus", "out"),
      ]),
    }),
    folder,
  );
  expect(left).toEqual(Float64Array.from([...new Float64Array(7200), ...signal]));
});

test("a key is as late as what it ducks", async () => {
  // The key opens 7 ms late on its own way; the main signal must wait for it, so that ducking sets in on the same sample.
  const step = Float64Array.from({ length: FRAMES }, (_, n) => (n < 6000 ? 0 : 0.9));
  const tone = new Float64Array(FRAMES).fill(0.5);
  await writeFile(join(folder, "step.wav"), wavBytes([step], 48000));
  await writeFile(join(folder, "tone.wav"), wavBytes([tone], 48000));
  const duckAt = async (withLatency: boolean): Promise<number> => {
    const { left } = await renderToMemory(
      mix(
        { step: { file: "step.wav", frames: FRAMES }, tone: { file: "tone.wav", frames: FRAMES } },
        {
          mix: graph(
            {
              step: node("track", {}, withLatency ? { source: "step", graph: "late" } : { source: "step" }),
              tone: node("track", {}, { source: "tone", graph: "duck" }),
            },
            [cable("step", "tone.step"), cable("tone", "out")],
          ),
          ...(withLatency ? { late: chain({ late: latent() }) } : {}),
          duck: chain(
            { duck: node("digitalCompressor", { thresholdDb: -20, ratio: 10, attackMs: 0.01, lookAheadMs: 0 }) },
            [cable("in.step", "duck.key")],
            ["step"],
          ),
        },
      ),
      folder,
    );
    return left.findIndex((x) => x < 0.49);
  };
  expect(await duckAt(true)).toBe(await duckAt(false));
});
