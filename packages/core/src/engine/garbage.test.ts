// In a file of its own: where a process has run many engines, V8 no longer inlines what they call and boxes a few numbers.

import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { enginePack, mixOf, node } from "../../test/engine-pack.ts";
import { createRegistry } from "../definition/index.ts";
import { createMixPlayer } from "../laws/mix-player.ts";
import { compileModules } from "./modules.ts";

test("running makes no garbage", async () => {
  const mix = mixOf(
    {
      noise: node("noise"),
      late: node("late", { latencySamples: 100 }),
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
  const registry = createRegistry([enginePack]);
  const modules = await compileModules(registry, readFile, false);
  const { engine, plan, play } = await createMixPlayer(mix, registry, modules);
  const run = (quanta: number): void => {
    for (let quantum = 0; quantum < quanta; quantum++) {
      for (let job = 0; job < plan.jobs.length; job++) engine.runJob(job, quantum, 1);
    }
  };
  play(128);
  const quanta = 4000;
  const bytesPerQuantum = (): number => {
    const before = process.memoryUsage().heapUsed;
    run(quanta);
    return (process.memoryUsage().heapUsed - before) / quanta;
  };
  // Code that is not optimised yet makes garbage of its own, and optimising takes as long as the machine likes. A round
  // in which the collector runs ends with less than it began. So two clean rounds in a row are waited for: no object is
  // smaller than 16 bytes, so they never come where a step makes one.
  let cleanRounds = 0;
  for (let round = 0; round < 40 && cleanRounds < 2; round++) {
    const bytes = bytesPerQuantum();
    cleanRounds = bytes >= 0 && bytes < 16 ? cleanRounds + 1 : 0;
  }
  expect(cleanRounds).toBe(2);
});
