import workerUrl from "./worker.ts?worker&url";

/** What a Worker of the studio does. */
export type WorkerJob = "render" | "curves" | "intake" | "golden";

/** A Worker learns its job from its name. */
export const startWorker = (job: WorkerJob): Worker => new Worker(workerUrl, { type: "module", name: job });
