import type { WorkerJob } from "./worker-job.ts";
import workerUrl from "./worker.ts?worker&url";

/** A Worker learns its job from its name. */
export const startWorker = (job: WorkerJob): Worker => new Worker(workerUrl, { type: "module", name: job });
