import { createEngine, layOut, type Engine } from "@twobus/core";
import { createMemory } from "@twobus/dsp";
import type { PlanRun } from "./run-plan.ts";

/** Runs a plan on the calling thread, giving way to other work between chunks. Returns the engine, which knows what happened. */
export async function runOnOneThread(run: PlanRun): Promise<Engine> {
  const { plan, modules, registry, chunkQuanta, chunks, signal } = run;
  const layout = await layOut(plan, modules, chunkQuanta, 1);
  const engine = await createEngine(plan, layout, modules, createMemory(layout.bytes, modules.shared), registry);
  const feed = run.createFeed(chunkQuanta * 128);
  engine.reset();
  for (let chunk = 0; chunk < chunks; chunk++) {
    signal.throwIfAborted();
    await feed.fill(engine, chunk);
    for (let job = 0; job < plan.jobs.length; job++) engine.runJob(job, chunk, chunkQuanta);
    await run.take(engine.outputs(chunk));
  }
  return engine;
}
