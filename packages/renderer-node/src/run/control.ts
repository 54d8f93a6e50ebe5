/**
 * The control block that main thread and workers share: counters only, each written by one party or by atomic addition.
 * A chunk is a fixed number of quanta; `done[job]` counts the chunks that a job has finished.
 */
export const TICKET = 0;
/** Moves on whenever anything did: what sleepers wait on. */
export const PROGRESS = 1;
/** 1 tells everyone to leave. */
export const STOP = 2;
/** Chunks whose sources have been filled. */
export const SOURCES_FILLED = 3;
/** Chunks of the mix that have been taken away. */
export const OUTPUT_TAKEN = 4;
const FIRST_JOB = 5;

export const doneAt = (job: number): number => FIRST_JOB + job;
/** What a worker is busy with, plus one: so that a worker that dies can be named by its strip. */
export const busyAt = (jobs: number, worker: number): number => FIRST_JOB + jobs + worker;

export const createControl = (jobs: number, workers: number): Int32Array<SharedArrayBuffer> =>
  new Int32Array(new SharedArrayBuffer(4 * (FIRST_JOB + jobs + workers)));

export function announce(control: Int32Array): void {
  Atomics.add(control, PROGRESS, 1);
  Atomics.notify(control, PROGRESS);
}
