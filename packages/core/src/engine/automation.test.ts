import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { enginePack, mixOf, node } from "../../test/engine-pack.ts";
import { createRegistry } from "../definition/index.ts";
import type { AutomationPoint } from "../document/types.ts";
import { createMixPlayer, type MixPlayer } from "../laws/mix-player.ts";
import { valueAt } from "./automation.ts";
import { QUANTUM } from "./quantum.ts";
import { compileModules } from "./modules.ts";

const lane = (...points: [atSeconds: number, value: number, curve: AutomationPoint["curve"]][]): AutomationPoint[] =>
  points.map(([atSeconds, value, curve]) => ({ atSeconds, value, curve }));

describe("a lane", () => {
  const points = lane([1, -6, "linear"], [3, 0, "smooth"], [5, -12, "hold"], [6, 4, "linear"], [8, 2, "smooth"]);

  test.each([
    ["before its first point stands at it", 0, -6],
    ["at a point has its value", 3, 0],
    ["linear: half the way at half the time", 2, -3],
    ["linear: a quarter at a quarter", 1.5, -4.5],
    ["smooth: half the way at half the time", 4, -6],
    ["smooth: 5/32 of the way at a quarter, 3t² − 2t³", 3.5, (-12 * 5) / 32],
    ["hold: the old value until the next point", 5.999, -12],
    ["hold: the new one from there", 6, 4],
    ["after its last point stands at it", 1000, 2],
  ])("%s", (_what, seconds, value) => {
    expect(valueAt(points, seconds)).toBeCloseTo(value, 12);
  });

  test("of one point is that value for ever", () => {
    expect([0, 2, 9].map((seconds) => valueAt(lane([2, 7, "linear"]), seconds))).toEqual([7, 7, 7]);
  });

  test("of points at one time jumps to the last of them", () => {
    const jump = lane([0, 1, "linear"], [1, 2, "linear"], [1, 5, "linear"], [2, 6, "hold"]);
    expect([0.5, 1, 1.5].map((seconds) => valueAt(jump, seconds))).toEqual([1.5, 5, 5.5]);
  });

  test("starts a smooth way and ends it without a corner", () => {
    const smooth = lane([0, 0, "smooth"], [1, 1, "hold"]);
    expect(valueAt(smooth, 0.001)).toBeLessThan(1e-5);
    expect(1 - valueAt(smooth, 0.999)).toBeLessThan(1e-5);
  });
});

describe("in the engine", () => {
  const registry = createRegistry([enginePack]);
  const modules = compileModules(registry, readFile, false);

  /** The node that sounds its parameter, on time or behind a latent one. */
  async function level(
    points: AutomationPoint[],
    { latencySamples = 0, sampleRate = 48000, chunkQuanta = 1 } = {},
  ): Promise<MixPlayer> {
    const mix = mixOf(
      { noise: node("noise"), late: node("late", { latencySamples }), level: node("level", { levelPercent: 50 }) },
      "noise → late",
      "late → level",
      "level → out",
    );
    mix.sampleRate = sampleRate;
    if (points.length > 0) mix.automation["mix/level.levelPercent"] = { points };
    return createMixPlayer(mix, registry, await modules, chunkQuanta);
  }

  test("without points the parameter stands", async () => {
    expect((await level([])).play(512)[0]).toEqual(new Float64Array(512).fill(50));
  });

  test.each([44100, 48000, 96000])("a straight lane is straight to the sample at %i Hz", async (sampleRate) => {
    const points = lane([0, -100, "linear"], [0.25, 100, "hold"]);
    const [left] = (await level(points, { sampleRate })).play(8192);
    left.forEach((y, n) => expect(Math.abs(y - (-100 + (800 * n) / sampleRate))).toBeLessThan(1e-10));
  });

  test("a curve is met at both ends of every quantum, and ramps straight between them", async () => {
    const points = lane([0.01, -20, "smooth"], [0.05, 80, "linear"], [0.06, 10, "hold"]);
    const [left] = (await level(points)).play(6144);
    for (let n = 0; n < left.length; n++) {
      const start = n - (n % QUANTUM);
      const [from, to] = [start, start + QUANTUM].map((frame) => valueAt(points, frame / 48000));
      expect(Math.abs(left[n]! - (from! + ((to! - from!) * (n - start)) / QUANTUM))).toBeLessThan(1e-12);
    }
  });

  test.each([44100, 48000, 88200, 96000, 192000])(
    "a jump never clicks at %i Hz: each quantum starts where the last one ended",
    async (sampleRate) => {
      const jumps = Array.from(
        { length: 400 },
        (_, n) => [(n * QUANTUM) / sampleRate, n % 2 === 0 ? -90 : 90, "hold"] as const,
      );
      const { play, engine, plan } = await level(lane(...jumps.map((jump) => [...jump] as [number, number, "hold"])), {
        sampleRate,
      });
      play(QUANTUM);
      let end = engine.meters()["level.endPercent"]!;
      for (let quantum = 1; quantum < 400; quantum++) {
        for (let job = 0; job < plan.jobs.length; job++) engine.runJob(job, quantum, 1);
        const meters = engine.meters();
        expect(meters["level.startPercent"]).toBe(end);
        end = meters["level.endPercent"]!;
      }
    },
  );

  test("a lane waits as long as the sound that it shapes", async () => {
    const points = lane([0, -100, "linear"], [0.1, 100, "hold"]);
    const [onTime] = (await level(points)).play(4096);
    const { play, plan } = await level(points, { latencySamples: 256 });
    const [late] = play(4096 + 256);
    expect(plan.latencySamples).toBe(256);
    expect(late.subarray(256)).toEqual(onTime);
    expect(late.subarray(0, 256)).toEqual(new Float64Array(256).fill(-100));
  });

  test("the same bits however quanta are grouped", async () => {
    const points = lane([0.003, -20, "smooth"], [0.05, 80, "linear"], [0.06, 10, "hold"]);
    const [reference] = (await level(points)).play(4096);
    for (const chunkQuanta of [2, 7, 16])
      expect((await level(points, { chunkQuanta })).play(4096)[0]).toEqual(reference);
  });
});
