/** What a Worker of the studio does. */
export type WorkerJob = "render" | "curves" | "intake" | "golden";
