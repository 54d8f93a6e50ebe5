/** What a Worker of the studio does. */
export type WorkerJob = "render" | "curves" | "intake" | "golden";

/** A Worker learns its job from its name. */
export const startWorker = (job: WorkerJob): Worker =>
  new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: job });
