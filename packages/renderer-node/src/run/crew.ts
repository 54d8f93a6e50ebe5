import { extname } from "node:path";
import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { fault, type Problem } from "@twobus/core/problem";
import { announce, busyAt, PROGRESS, STOP } from "./control.ts";
import type { WorkerTask } from "./worker.ts";

const STALL_MS = 5000;
const SLEEP_MS = 50;

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

/** The worker threads of one render. */
export interface Crew {
  /** Throws a `WorkerFailure` when a worker has died, or when nothing has moved for too long. */
  check(): void;
  /** Waits until someone has moved on, or a short while. */
  rest(seen: number): Promise<void>;
  leave(): Promise<void>;
}

export function createCrew(task: Omit<WorkerTask, "worker">, size: number, script: URL): Crew {
  const { plan, control } = task;
  let failure: WorkerFailure | undefined;
  let lastProgress = -1;
  let lastMoved = performance.now();

  const busyWith = (worker: number): string => {
    const job = Atomics.load(control, busyAt(plan.jobs.length, worker));
    return job === 0 ? "between two strips" : `in strip "${plan.jobs[job - 1]!.name}"`;
  };
  const fail = (worker: number, what: string): void => {
    const message = `render thread ${worker + 2} ${what} ${busyWith(worker)}`;
    failure ??= new WorkerFailure(fault("render-thread-failed", plan.jobs[0]?.name ?? "mix", message).problems[0]!);
  };
  const workers = Array.from({ length: size }, (_, worker) => {
    const thread = new Worker(script, { workerData: { ...task, worker }, execArgv: process.execArgv });
    thread.on("error", (error) => fail(worker, `failed (${error.message})`));
    thread.on("exit", (code) => {
      if (code !== 0) fail(worker, `ended with code ${code}`);
      announce(control);
    });
    return thread;
  });
  return {
    check: () => {
      const progress = Atomics.load(control, PROGRESS);
      if (progress !== lastProgress) {
        lastProgress = progress;
        lastMoved = performance.now();
      } else if (performance.now() - lastMoved > STALL_MS) {
        const stuck = workers.findIndex((_, worker) => Atomics.load(control, busyAt(plan.jobs.length, worker)) !== 0);
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
      await Promise.all(workers.map((thread) => thread.terminate()));
    },
  };
}
