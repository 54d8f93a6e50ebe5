import { fault } from "@twobus/core";
import { wrap, type Remote } from "comlink";
import type { RenderWorker } from "./render-worker.ts";

/** The render worker, as the page sees it: started when it is first needed, and again after it has died. */
export interface WorkerLink {
  /** Rejects with `render-worker-failed` where the Worker dies before the work is done. */
  use<T>(work: (worker: Remote<RenderWorker>) => Promise<T>): Promise<T>;
  close(): void;
}

interface LivingWorker {
  readonly remote: Remote<RenderWorker>;
  /** Rejects when the Worker dies. */
  readonly death: Promise<never>;
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
      living ??= start();
      return Promise.race([work(living.remote), living.death]);
    },
    close: () => {
      living?.end();
      living = undefined;
    },
  };
}

function startWorker(newWorker: () => Worker): LivingWorker {
  const worker = newWorker();
  const remote = wrap<RenderWorker>(worker);
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
  void watch(remote, () => fail("ended without a word"));
  return { remote, death, end: () => worker.terminate() };
}

/** A Worker that ends says nothing, but the browser gives its locks away. */
async function watch(remote: Remote<RenderWorker>, onEnd: () => void): Promise<void> {
  const name = await remote.lifeLock();
  if (name !== undefined) await navigator.locks.request(name, onEnd);
}
