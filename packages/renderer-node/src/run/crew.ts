import { extname } from "node:path";
import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { RenderPlan } from "@twobus/core";
import type { Problem } from "@twobus/core/problem";
import { announce, busyAt, PROGRESS, STOP, TICKET } from "./control.ts";
import type { WorkerTask } from "./worker.ts";

const SLEEP_MS = 50;
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
  readonly workers: number;
  /** What each of them runs. */
  readonly script: URL;
  /** How long nothing may move before a worker counts as dead. */
  readonly stallMs: number;
}

/** The worker threads of one render. */
export interface Crew {
  /** Throws a `WorkerFailure` when a worker has died, or when nothing has moved for too long. */
  check(): void;
  /** Waits until someone has moved on, or a short while. */
  rest(seen: number): Promise<void>;
  leave(): Promise<void>;
}

export function createCrew(task: Omit<WorkerTask, "worker">, { workers, script, stallMs }: CrewOptions): Crew {
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
    const message = `render worker ${worker + 1} ${what} ${where}`;
    failure ??= new WorkerFailure({ code: "render-worker-failed", at: strip ?? "mix", message });
  };
  const isWorkLeft = (): boolean => Atomics.load(control, TICKET) < chunks * plan.jobs.length;
  const threads = Array.from({ length: workers }, (_, worker) => {
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
      if (stalledMs > stallMs) {
        const stuck = threads.findIndex((_, worker) => jobOf(worker) !== undefined);
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
      Atomics.store(control, STOP, 1);
      announce(control);
      await Promise.all(threads.map((thread) => thread.terminate()));
    },
  };
}
