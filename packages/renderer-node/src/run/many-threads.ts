import { setImmediate } from "node:timers/promises";
import { createEngine, instantiateAll, layOut, QUANTUM, type Engine, type PlanRun } from "@twobus/core";
import { createMemory } from "@twobus/dsp";
import { announce, createControl, doneAt, OUTPUT_TAKEN, PROGRESS, SOURCES_FILLED, TICKET } from "./control.ts";
import { createCrew, type CrewOptions } from "./crew.ts";
import { createSchedule } from "./schedule.ts";

/** Chunks in flight: sources are read ahead and the stereo bus works on one chunk while tracks work on the next. */
const SLOTS = 4;

/**
 * Runs a plan on this thread and on workers over shared memory. This thread reads the sources and takes the
 * mix away, and works on strips in between: sound begins before the first worker is there. Returns the engine, which knows what
 * happened.
 */
export async function runOnManyThreads(run: PlanRun, options: CrewOptions): Promise<Engine> {
  const { plan, modules, registry, chunkQuanta, chunks, signal } = run;
  const layout = await layOut(plan, modules, { chunkQuanta, slots: SLOTS });
  const memory = createMemory(layout.bytes, true);
  const jobs = plan.jobs.length;
  const control = createControl(jobs, options.workers);
  const engine = createEngine(plan, layout, await instantiateAll(modules, memory), registry);
  const schedule = createSchedule(plan, control, SLOTS);
  const feed = await run.createFeed(chunkQuanta * QUANTUM);
  engine.reset();

  /** Takes the next ticket only if its job can run now: this thread must stay free to read and to take away. */
  const runOneJob = (): boolean => {
    const ticket = Atomics.load(control, TICKET);
    const chunk = Math.floor(ticket / jobs);
    const job = ticket % jobs;
    if (chunk >= chunks || !schedule.mayRun(job, chunk)) return false;
    if (Atomics.compareExchange(control, TICKET, ticket, ticket + 1) !== ticket) return true;
    engine.runJob(job, chunk, chunkQuanta);
    Atomics.store(control, doneAt(job), chunk + 1);
    return true;
  };

  const crew = createCrew({ plan, layout, modules, memory, control, chunks }, options);
  try {
    let filled = 0;
    let taken = 0;
    while (taken < chunks) {
      const seen = Atomics.load(control, PROGRESS);
      signal.throwIfAborted();
      crew.check();
      if (filled < chunks && schedule.maySupply(filled)) {
        await feed.fill(engine, filled++);
        Atomics.store(control, SOURCES_FILLED, filled);
      } else if (schedule.mayTake(taken)) {
        await run.take(engine.outputs(taken++));
        Atomics.store(control, OUTPUT_TAKEN, taken);
        await setImmediate();
      } else if (!runOneJob()) {
        await crew.rest(seen);
        continue;
      }
      announce(control);
    }
    return engine;
  } finally {
    await crew.leave();
  }
}
