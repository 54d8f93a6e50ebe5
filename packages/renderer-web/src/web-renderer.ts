import { fault, planMix, type MixDocument, type Registry, type Renderer } from "@twobus/core";
import type { BounceOptions, BounceResult } from "./bounce.ts";
import { cancellable } from "./cancellation.ts";
import { checkGiven, takeMix } from "./given.ts";
import type { NodeFigures } from "./node-figures.ts";
import { posted, withPageEnd } from "./page-end.ts";
import type { Subject } from "./render-worker.ts";
import type { MediaLocation } from "./storage/locations.ts";
import { reachableFromWorker } from "./reachable-media.ts";
import { addressesShape, bounceShape, rendererShape, renderShape, signalShape } from "./shapes.ts";
import { sendProblemsWhole } from "./thrown-problems.ts";
import { createWorkerLink } from "./worker-link.ts";

export interface WebRendererOptions {
  /** Of the same packs that the Worker serves. */
  readonly registry: Registry;
  /** Starts the application's Worker, whose script calls `serveRenderWorker`. Called again after one has died. */
  readonly newWorker: () => Worker;
  readonly media: MediaLocation;
}

/** A renderer that works in a Worker. */
export interface WebRenderer extends Renderer {
  /**
   * Renders the mix into an audio file. The file is the old one, or none, until the new one is complete; on failure or
   * cancellation nothing is left behind. Throws as `render` does, and a `TwobusError` for a place that cannot be
   * written (`no-opfs`, `quota-exceeded`, `in-use`) and a format that the container cannot hold.
   */
  bounce(options: BounceOptions): Promise<BounceResult>;
  /**
   * Latency and cost of processors of the mix, by address: each is timed alone in the Worker for a quarter of a second, as it
   * is set. Addresses that the mix does not process are left out.
   */
  figures(addresses: readonly string[], signal?: AbortSignal): Promise<Readonly<Record<string, NodeFigures>>>;
}

/**
 * Both `render` and `bounce` throw `render-worker-failed` where the Worker dies; the next call starts another one. All calls throw
 * `bad-options` where they are given what they do not take.
 */
export function createWebRenderer(options: WebRendererOptions): WebRenderer {
  const { registry, newWorker, media } = checkGiven(rendererShape, options, "createWebRenderer");
  sendProblemsWhole();
  const link = createWorkerLink(newWorker);
  const closing = new AbortController();
  const running = new Set<Promise<unknown>>();
  const reachable = reachableFromWorker(media);
  let document: MixDocument | undefined;

  const subject = (): Subject => ({ media: reachable, ...(document !== undefined && { document }) });
  const untilClosed = async <T>(
    signal: AbortSignal | undefined,
    call: (cancel: MessagePort) => Promise<T>,
  ): Promise<T> => {
    const either = signal === undefined ? closing.signal : AbortSignal.any([signal, closing.signal]);
    const calling = cancellable(either, call);
    running.add(calling);
    return calling.finally(() => running.delete(calling));
  };

  return {
    update: async (next) => {
      closing.signal.throwIfAborted();
      const mix = takeMix(next);
      const { plan, warnings } = planMix(mix, registry);
      document = mix;
      return { latencySamples: plan.latencySamples, warnings };
    },
    render: async (job) => {
      const given = posted(checkGiven(renderShape, job, "render"));
      return untilClosed(job.signal, (cancel) =>
        withPageEnd(job, (page) => link.use((worker) => worker.render(subject(), given, page, cancel))),
      );
    },
    bounce: async (job) => {
      const given = posted(checkGiven(bounceShape, job, "bounce"));
      return untilClosed(job.signal, (cancel) =>
        withPageEnd(job, (page) => link.use((worker) => worker.bounce(subject(), given, page, cancel))),
      );
    },
    figures: async (asked, signal) => {
      const addresses = checkGiven(addressesShape, asked, "figures");
      checkGiven(signalShape, signal, "figures");
      return untilClosed(signal, (cancel) => link.use((worker) => worker.figures(subject(), addresses, cancel)));
    },
    dispose: async () => {
      closing.abort(fault("renderer-closed", "renderer", "the renderer was closed; make a new one"));
      await Promise.allSettled(running);
      link.close();
    },
  };
}
