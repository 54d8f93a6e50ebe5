const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A terminal and the program between send the same Ctrl-C: what comes this soon is no second wish. */
const SAME_STOP_MS = 300;

const stop = new AbortController();
let orderlyWorks = 0;

/** The first Ctrl-C, or end of the session, stops the command in good order; the second ends the process at once. */
export function listenForStops(): void {
  let stoppedAt = 0;
  const onSignal = (): void => {
    if (!stop.signal.aborted) {
      stoppedAt = performance.now();
      stop.abort();
    } else if (performance.now() - stoppedAt > SAME_STOP_MS) process.exit(130);
  };
  for (const signal of STOP_SIGNALS) process.on(signal, onSignal);
}

export const isStopped = (): boolean => stop.signal.aborted;

/** Work that must end by itself, so that it leaves nothing behind: it is not left alone, it looks at the signal. */
export async function orderly<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  stop.signal.throwIfAborted();
  orderlyWorks++;
  try {
    return await work(stop.signal);
  } finally {
    orderlyWorks--;
  }
}

/** Rejects with the AbortError of a stop as soon as it comes, unless orderly work is under way: that has the last word. */
export async function stoppable<Result>(work: () => Promise<Result>): Promise<Result> {
  stop.signal.throwIfAborted();
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const onStop = (): void => {
    if (orderlyWorks === 0) reject(stop.signal.reason);
  };
  stop.signal.addEventListener("abort", onStop);
  try {
    return await Promise.race([work(), stopped]);
  } finally {
    stop.signal.removeEventListener("abort", onStop);
  }
}
