import { parentPort, workerData } from "node:worker_threads";
import type { RenderPlan } from "@twobus/core";
import { createEngine, instantiateAll, type CompiledModules, type Layout } from "@twobus/core/engine";
import { announce, busyAt, doneAt, PROGRESS, STOP, TICKET } from "./control.ts";
import { createSchedule } from "./schedule.ts";

/** Everything a worker needs: plain data, compiled modules and shared memory. */
export interface WorkerTask {
  readonly plan: RenderPlan;
  readonly layout: Layout;
  readonly modules: CompiledModules;
  readonly memory: WebAssembly.Memory;
  readonly control: Int32Array<SharedArrayBuffer>;
  readonly worker: number;
  readonly chunks: number;
}

/** Looks this often before it goes to sleep: jobs take tens of microseconds, a sleep costs as much. */
const SPINS = 300;
const SLEEP_MS = 50;

async function work(task: WorkerTask): Promise<void> {
  const { plan, layout, control, chunks } = task;
  const engine = createEngine(plan, layout, await instantiateAll(task.modules, task.memory));
  const schedule = createSchedule(plan, control, layout.slots);
  const jobs = plan.jobs.length;
  const busy = busyAt(jobs, task.worker);
  for (;;) {
    const ticket = Atomics.add(control, TICKET, 1);
    const chunk = Math.floor(ticket / jobs);
    const job = ticket % jobs;
    if (chunk >= chunks || !waitUntil(control, () => schedule.mayRun(job, chunk))) return;
    Atomics.store(control, busy, job + 1);
    engine.runJob(job, chunk, layout.chunkQuanta);
    Atomics.store(control, busy, 0);
    Atomics.store(control, doneAt(job), chunk + 1);
    announce(control);
  }
}

/** False when everyone has been told to stop. */
function waitUntil(control: Int32Array, isReady: () => boolean): boolean {
  for (let spins = 0; ; spins++) {
    const seen = Atomics.load(control, PROGRESS);
    if (Atomics.load(control, STOP) !== 0) return false;
    if (isReady()) return true;
    if (spins >= SPINS) Atomics.wait(control, PROGRESS, seen, SLEEP_MS);
  }
}

if (parentPort !== null) await work(workerData as WorkerTask);
