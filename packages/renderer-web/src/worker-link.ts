import { fault } from "@twobus/core";
import { wrap, type Remote } from "comlink";
import type { LiveWorker } from "./live/live-worker.ts";
import type { RenderWorker } from "./render-worker.ts";
import { SILENT_SECONDS, watchPulse } from "./worker-pulse.ts";

/** All that the application's Worker does. */
export type TwobusWorker = RenderWorker & LiveWorker;

/** The render worker, as the page sees it: started when it is first needed, and again after it has died. */
export interface WorkerLink {
  /** Rejects with `render-worker-failed` where the Worker dies before the work is done, or no longer answers. */
  use<T>(work: (worker: Remote<TwobusWorker>) => Promise<T>): Promise<T>;
  close(): void;
}

interface LivingWorker {
  /** Resolves when its death would be noticed. */
  readonly remote: Promise<Remote<TwobusWorker>>;
  /** Rejects when the Worker dies, or is given up. */
  readonly death: Promise<never>;
  /** While someone waits for it, it is seen to that it answers. Returns what ends that. */
  watch(): () => void;
  end(): void;
}

export function createWorkerLink(newWorker: () => Worker): WorkerLink {
  let living: LivingWorker | undefined;
  const start = (): LivingWorker => {
    const started = startWorker(newWorker);
    started.death.catch(() => {
      if (living === started) living = undefined;
    });
    return started;
  };
  return {
    use: async (work) => {
      const { remote, death, watch } = (living ??= start());
      const worker = await Promise.race([remote, death]);
      const stopWatching = watch();
      try {
        return await Promise.race([work(worker), death]);
      } finally {
        stopWatching();
      }
    },
    close: () => {
      living?.end();
      living = undefined;
    },
  };
}

function startWorker(newWorker: () => Worker): LivingWorker {
  const worker = made(newWorker);
  const { promise: death, reject } = Promise.withResolvers<never>();
  const fail = (how: string): void => {
    worker.terminate();
    reject(
      fault("render-worker-failed", "render worker", `the render worker ${how}; the next call starts another one`),
    );
  };
  worker.addEventListener("error", ({ message }) => {
    fail(message ? `failed (${message})` : "could not be started: its script did not load");
  });
  worker.addEventListener("messageerror", () => fail("sent what cannot be read"));
  const remote = watched(wrap<TwobusWorker>(worker), () => fail("ended without a word"));
  return {
    remote,
    death,
    watch: () =>
      watchPulse(
        async () => (await remote).ping(),
        () => fail(`has not answered for ${SILENT_SECONDS} s`),
      ),
    end: () => fail("was closed"),
  };
}

function made(newWorker: () => Worker): Worker {
  let cause = "newWorker must give a Worker";
  try {
    const worker: unknown = newWorker();
    if (worker instanceof Worker) return worker;
  } catch (error) {
    cause = String(error);
  }
  throw fault("render-worker-failed", "render worker", `the render worker could not be made (${cause})`);
}

/** A Worker that ends says nothing, but the browser gives its locks away. */
async function watched(remote: Remote<TwobusWorker>, onEnd: () => void): Promise<Remote<TwobusWorker>> {
  const name = await remote.lifeLock();
  if (name !== undefined) void navigator.locks.request(name, onEnd);
  return remote;
}
