import type { Registry } from "../definition/pack.ts";
import type { MixDocument } from "../document/types.ts";
import { allocate } from "./allocate.ts";
import { compensate } from "./compensate.ts";
import { flatten } from "./flatten.ts";
import { group } from "./group.ts";
import type { RenderPlan } from "./plan.ts";
import { audible } from "./prune.ts";
import { sort } from "./sort.ts";

/**
 * From a valid document to a plan: flatten → sort → compensate → allocate.
 * Throws `TwobusError` for what no plan can be made of: a cycle, an unknown graph or node, too many connections.
 */
export function compile(document: MixDocument, registry: Registry): RenderPlan {
  const graph = flatten(document, registry);
  const sorted = sort(graph);
  const timing = compensate(graph, sorted);
  const heard = audible(graph);
  const alive = sorted.filter((address) => heard.has(address));
  const sources = [...new Set(alive.flatMap((address) => graph.nodes.get(address)!.source ?? []))].toSorted();
  const buffers = allocate(graph, timing, group(graph, alive), (node) => sources.indexOf(node.source!));
  const { latencySamples, tailSamples } = timing;
  return { sampleRate: document.sampleRate, latencySamples, tailSamples, sources, ...buffers };
}
