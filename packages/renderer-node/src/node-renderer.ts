import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { createOfflineRenderer, fault, TwobusError, type Registry, type Renderer, type RenderHost } from "@twobus/core";
import { openSource } from "./recording.ts";
import { WorkerFailure, workerUrl } from "./run/crew.ts";
import { runOnManyThreads } from "./run/many-threads.ts";

/** How a mix is rendered, whichever mix it is. */
export interface NodeRendererOptions {
  readonly registry: Registry;
  /** Where the mix's sources lie: the folder of its document. */
  readonly folder: string;
  /** Threads, the caller's included. By default as many as the machine has, at most 8; one where a mix is too small to share. */
  readonly threads?: number;
  /** Quanta per chunk of work; the result does not depend on it. */
  readonly chunkQuanta?: number;
  /** Stands in for the script that render workers run. */
  readonly workerScript?: URL;
  /** How long nothing may move before a render worker counts as dead. */
  readonly stallMs?: number;
}

const MAXIMUM_THREADS = 64;
const STALL_MS = 5000;

/**
 * A renderer that reads sources from disk and runs the plan on worker threads. The same bits for any number of them.
 * Throws a `TwobusError` for a number of threads that is not whole or not from 1 to 64.
 */
export function createNodeRenderer(options: NodeRendererOptions): Renderer {
  const { registry, folder, chunkQuanta, threads = Math.min(8, availableParallelism()) } = options;
  if (!Number.isInteger(threads) || threads < 1 || threads > MAXIMUM_THREADS) {
    throw fault("threads-out-of-range", "threads", `must be a whole number from 1 to ${MAXIMUM_THREADS}`);
  }
  const crewOptions = {
    workers: threads - 1,
    script: options.workerScript ?? workerUrl,
    stallMs: options.stallMs ?? STALL_MS,
  };
  const crew: RenderHost["crew"] = { threads, run: (run) => runOnManyThreads(run, crewOptions) };
  return retrying(
    createOfflineRenderer({
      registry,
      readBytes: readFile,
      open: ({ file }) => openSource(folder, file),
      ...(chunkQuanta !== undefined && { chunkQuanta }),
      ...(threads > 1 && { crew }),
    }),
  );
}

/** Renders once more where a worker has died; says so. */
const retrying = (renderer: Renderer): Renderer => ({
  ...renderer,
  render: async (job) => {
    try {
      return await renderer.render(job);
    } catch (first) {
      if (!(first instanceof WorkerFailure)) throw first;
      try {
        const result = await renderer.render(job);
        return { ...result, warnings: [first.problem, ...result.warnings] };
      } catch (second) {
        throw second instanceof WorkerFailure ? new TwobusError([first.problem, second.problem]) : second;
      }
    }
  },
});
