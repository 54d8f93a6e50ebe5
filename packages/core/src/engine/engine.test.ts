import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { enginePack, mixOf, node, NOISE_FRAMES, noiseSignal } from "../../test/engine-pack.ts";
import { createRegistry } from "../definition/index.ts";
import { CHAIN_TYPE, type MixDocument } from "../document/types.ts";
import { createMixPlayer, type MixPlayer } from "../laws/mix-player.ts";
import { compileModules } from "./modules.ts";

const registry = createRegistry([enginePack]);
const modules = await compileModules(registry, readFile, false);
const player = (mix: MixDocument): Promise<MixPlayer> => createMixPlayer(mix, registry, modules);
const silent = new Float64Array(NOISE_FRAMES);
const late = (latencySamples: number) => node("late", { latencySamples });

describe("paths meet in time", () => {
  test("a latent node in the key path makes the input wait", async () => {
    const { play, plan } = await player(
      mixOf(
        { noise: node("noise"), late: late(333), difference: node("difference") },
        "noise → difference",
        "noise → late",
        "late → difference.key",
        "difference → out",
      ),
    );
    expect(plan.latencySamples).toBe(333);
    expect(play(NOISE_FRAMES)).toEqual([silent, silent]);
  });

  test("a latent node in front makes the key wait", async () => {
    const { play } = await player(
      mixOf(
        { noise: node("noise"), late: late(1), difference: node("difference") },
        "noise → late",
        "late → difference",
        "noise → difference.key",
        "difference → out",
      ),
    );
    expect(play(NOISE_FRAMES)).toEqual([silent, silent]);
  });

  test("ways of different latency through a chain all meet at its end", async () => {
    const mix = mixOf(
      { noise: node("noise"), fx: node(CHAIN_TYPE, {}, { graph: "inner" }), difference: node("difference") },
      "noise → fx",
      "fx → difference",
      "noise → difference.key",
      "difference → out",
    );
    const graph = mixOf({ a: late(128), b: late(700), c: late(71) }, "in → a", "in → b", "a → c", "c → out", "b → out")
      .graphs["mix"]!;
    graph.connections = graph.connections.map((connection) =>
      connection.to === "out.main" ? { ...connection, gainDb: -6.020599913279624 } : connection,
    );
    mix.graphs["inner"] = { ...graph, interface: { ...graph.interface, inputs: { main: { role: "audio" } } } };
    const { play, plan } = await player(mix);
    expect(plan.latencySamples).toBe(700);
    const [left] = play(NOISE_FRAMES);
    // −6.0206 dB is a half but for the last bit
    left.forEach((y) => expect(Math.abs(y)).toBeLessThan(1e-16));
  });

  test("a bypassed latent node is its input, as late", async () => {
    const bypassed = { ...late(200), bypassed: true };
    const { play } = await player(
      mixOf(
        { noise: node("noise"), bypassed, late: late(200), difference: node("difference") },
        "noise → bypassed",
        "noise → late",
        "bypassed → difference",
        "late → difference.key",
        "difference → out",
      ),
    );
    expect(play(NOISE_FRAMES)).toEqual([silent, silent]);
  });

  test("a muted node is silent and what is beside it stays on time", async () => {
    const muted = { ...late(200), muted: true };
    const { play, plan } = await player(
      mixOf({ noise: node("noise"), muted }, "noise → muted", "muted → out", "noise → out"),
    );
    expect(plan.latencySamples).toBe(200);
    expect(play(NOISE_FRAMES)[0].subarray(200)).toEqual(noiseSignal[0].subarray(0, -200));
  });
});

test("running makes no garbage", async () => {
  const mix = mixOf(
    {
      noise: node("noise"),
      late: late(100),
      level: node("level", { levelPercent: 0 }),
      difference: node("difference"),
    },
    "noise → late",
    "late → level",
    "noise → level",
    "level → difference",
    "noise → difference.key",
    "difference → out",
  );
  mix.automation["mix/level.levelPercent"] = {
    points: [
      { atSeconds: 0, value: 0, curve: "smooth" },
      { atSeconds: 60, value: 99, curve: "linear" },
    ],
  };
  const { engine, plan, play } = await player(mix);
  const run = (quanta: number): void => {
    for (let quantum = 0; quantum < quanta; quantum++) {
      for (let job = 0; job < plan.jobs.length; job++) engine.runJob(job, quantum, 1);
    }
  };
  play(128);
  run(5000); // until everything is compiled
  const before = process.memoryUsage().heapUsed;
  run(20_000);
  const bytesPerQuantum = (process.memoryUsage().heapUsed - before) / 20_000;
  // Eleven steps run in a quantum, and the smallest object is 16 bytes.
  expect(bytesPerQuantum).toBeLessThan(16);
});
