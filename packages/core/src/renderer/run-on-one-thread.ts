import { createMemory } from "@twobus/dsp";
import { createEngine, type Engine } from "../engine/engine.ts";
import { instantiateAll, layOut } from "../engine/layout.ts";
import { QUANTUM } from "../engine/quantum.ts";
import type { PlanRun } from "./plan-run.ts";

/** Runs a plan on the calling thread, giving way to other work between chunks where the host says how. Returns the engine, which knows what happened. */
export async function runOnOneThread(run: PlanRun): Promise<Engine> {
  const { plan, modules, registry, chunkQuanta, firstChunk, chunks, signal } = run;
  const layout = await layOut(plan, modules, { chunkQuanta, slots: 1 });
  const kernels = await instantiateAll(modules, createMemory(layout.bytes, modules.shared));
  const engine = createEngine(plan, layout, kernels, registry);
  const feed = await run.createFeed(chunkQuanta * QUANTUM);
  engine.reset();
  if (firstChunk > 0) engine.advance(firstChunk * chunkQuanta);
  for (let chunk = firstChunk; chunk < chunks; chunk++) {
    signal.throwIfAborted();
    await feed.fill(engine, chunk);
    for (let job = 0; job < plan.jobs.length; job++) engine.runJob(job, chunk, chunkQuanta);
    await run.take(engine.outputs(chunk));
    await run.giveWay?.();
  }
  return engine;
}
