/** Resident memory at a moment since watching began. */
export interface MemorySample {
  readonly seconds: number;
  readonly bytes: number;
}

const INTERVAL_MS = 200;

/** Samples this process's resident memory until it is stopped. */
export function watchMemory(): { stop(): readonly MemorySample[] } {
  const started = performance.now();
  const samples: MemorySample[] = [];
  const sample = (): void => {
    samples.push({ seconds: (performance.now() - started) / 1000, bytes: process.memoryUsage.rss() });
  };
  const timer = setInterval(sample, INTERVAL_MS);
  return {
    stop: () => {
      clearInterval(timer);
      sample();
      return samples;
    },
  };
}
