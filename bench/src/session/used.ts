/** What a side used for the session, its start-up included. */
export interface Used {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  /** CPU seconds until all recordings were in memory, where they are loaded beforehand. */
  readonly loadCpuSeconds?: number;
}
