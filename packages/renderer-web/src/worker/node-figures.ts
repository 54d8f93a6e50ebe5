import { fault, planMix, type ProcessStep, type Registry } from "@twobus/core";
import { createNodeRunner, type NodeRunner } from "@twobus/core/solo";
import { timeNode } from "@twobus/measure";
import type { NodeFigures } from "../node-figures.ts";
import type { Subject } from "../render-worker.ts";
import { fetchBytes } from "./fetch-bytes.ts";

/** Times processors of a mix one after the other, each alone and as it is set. */
export async function figuresOf(
  registry: Registry,
  { document }: Subject,
  addresses: readonly string[],
  signal: AbortSignal,
  giveWay: () => Promise<void>,
): Promise<Record<string, NodeFigures>> {
  if (document === undefined)
    throw fault("no-mix", "renderer", "there is no mix yet: update the renderer with one first");
  const steps = planMix(document, registry).plan.jobs.flatMap((job) =>
    job.steps.filter((step): step is ProcessStep => step.kind === "process" && addresses.includes(step.address)),
  );
  const runners = new Map<string, NodeRunner>();
  const runnerOf = async (type: string): Promise<NodeRunner> => {
    const runner = runners.get(type) ?? (await createNodeRunner(registry.packOf(type)!, type, fetchBytes));
    runners.set(type, runner);
    return runner;
  };
  const figures: Record<string, NodeFigures> = {};
  for (const { address, type, values, latencySamples } of steps) {
    await giveWay();
    signal.throwIfAborted();
    const now = (): number => performance.now();
    const { nanosecondsPerFrame } = timeNode(await runnerOf(type), values, now, document.sampleRate);
    figures[address] = {
      latencySamples,
      nanosecondsPerFrame,
      coreShare: nanosecondsPerFrame * 1e-9 * document.sampleRate,
    };
  }
  return figures;
}
