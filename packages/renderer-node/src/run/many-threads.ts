import { extname } from "node:path";
import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { createEngine, layOut, QUANTUM, type Problem, type RenderPlan } from "@twobus/core";
import { createMemory } from "@twobus/dsp";
import { announce, busyAt, createControl, OUTPUT_TAKEN, PROGRESS, SOURCES_FILLED, STOP, TICKET } from "./control.ts";
import type { PlanRun } from "./run-plan.ts";
import { createSchedule } from "./schedule.ts";
import type { WorkerTask } from "./worker.ts";

/** Chunks in flight: sources are read ahead and the stereo bus works on one chunk while tracks work on the next. */
const SLOTS = 4;
const SLEEP_MS = 50;
/** Loading its code may take a worker so much longer than any work does, on a busy machine. */
const STARTS_PER_STALL = 6;
/** Two looks at the workers that lie further apart mean that this process was held up (Ctrl-Z): nobody stalled. */
const LONGEST_REST_MS = 4 * SLEEP_MS;

/** The script that workers run; another one may stand in to show what happens when a worker fails. */
export const workerUrl: URL = new URL(`./worker${extname(import.meta.url)}`, import.meta.url);

/** A worker died or stopped answering. The work it had is lost; the same render may be tried again. */
export class WorkerFailure extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

export interface CrewOptions {
  readonly threads: number;
  /** What each of them runs. */
  readonly script: URL;
  /** How long nothing may move before a worker counts as dead. */
  readonly stallMs: number;
}

/** Runs a plan on worker threads over shared memory while this thread reads sources and takes the mix away. */
export async function runOnManyThreads(run: PlanRun, options: CrewOptions): Promise<string[]> {
  const { plan, modules, registry, chunkQuanta, chunks, signal } = run;
  const layout = await layOut(plan, modules, chunkQuanta, SLOTS);
  const memory = createMemory(layout.bytes, true);
  const control = createControl(plan.jobs.length, options.threads);
  const engine = await createEngine(plan, layout, modules, memory, registry);
  const schedule = createSchedule(plan, control, SLOTS);
  const feed = run.createFeed(chunkQuanta * QUANTUM);
  engine.reset();

  const crew = createCrew({ plan, layout, modules, memory, control, chunks }, options);
  try {
    let filled = 0;
    let taken = 0;
    while (taken < chunks) {
      const seen = Atomics.load(control, PROGRESS);
      signal.throwIfAborted();
      crew.check();
      let moved = false;
      if (filled < chunks && schedule.maySupply(filled)) {
        await feed.fill(engine, filled++);
        Atomics.store(control, SOURCES_FILLED, filled);
        moved = true;
      }
      if (schedule.mayTake(taken)) {
        await run.take(engine.output(taken++), engine);
        Atomics.store(control, OUTPUT_TAKEN, taken);
        moved = true;
      }
      if (moved) {
        announce(control);
        await setImmediate();
      } else await crew.rest(seen);
    }
    return engine.failed();
  } finally {
    Atomics.store(control, STOP, 1);
    announce(control);
    await crew.leave();
  }
}

interface Crew {
  /** Throws a `WorkerFailure` when a worker has died, or when nothing has moved for too long. */
  check(): void;
  /** Waits until someone has moved on, or a short while. */
  rest(seen: number): Promise<void>;
  leave(): Promise<void>;
}

function createCrew(task: Omit<WorkerTask, "worker">, { threads, script, stallMs }: CrewOptions): Crew {
  const { plan, control, chunks } = task;
  let failure: WorkerFailure | undefined;
  let lastProgress = -1;
  let lastCheck = performance.now();
  let stalledMs = 0;

  const jobOf = (worker: number): RenderPlan["jobs"][number] | undefined =>
    plan.jobs[Atomics.load(control, busyAt(plan.jobs.length, worker)) - 1];
  const fail = (worker: number, what: string): void => {
    const strip = jobOf(worker)?.name;
    const where = strip === undefined ? "between two strips" : `in strip "${strip}"`;
    const message = `render thread ${worker + 1} ${what} ${where}`;
    failure ??= new WorkerFailure({ code: "render-thread-failed", at: strip ?? "mix", message });
  };
  const isWorkLeft = (): boolean => Atomics.load(control, TICKET) < chunks * plan.jobs.length;
  const workers = Array.from({ length: threads }, (_, worker) => {
    const thread = new Worker(script, { workerData: { ...task, worker }, execArgv: process.execArgv });
    thread.on("error", (error) => fail(worker, `failed (${error.message})`));
    thread.on("exit", (code) => {
      if (code !== 0 || isWorkLeft()) fail(worker, `ended with code ${code}`);
      announce(control);
    });
    return thread;
  });
  return {
    check: () => {
      const progress = Atomics.load(control, PROGRESS);
      const now = performance.now();
      stalledMs = progress === lastProgress ? stalledMs + Math.min(now - lastCheck, LONGEST_REST_MS) : 0;
      lastProgress = progress;
      lastCheck = now;
      const haveBegun = Atomics.load(control, TICKET) > 0;
      if (stalledMs > (haveBegun ? stallMs : STARTS_PER_STALL * stallMs)) {
        const stuck = workers.findIndex((_, worker) => jobOf(worker) !== undefined);
        fail(Math.max(0, stuck), "stopped answering");
      }
      if (failure !== undefined) throw failure;
    },
    rest: async (seen) => {
      const { async, value } = Atomics.waitAsync(control, PROGRESS, seen, SLEEP_MS);
      if (async) await value;
      else await setImmediate();
    },
    leave: async () => {
      await Promise.all(workers.map((thread) => thread.terminate()));
    },
  };
}
