import type { Registry } from "../definition/pack.ts";
import type { MixDocument } from "../document/types.ts";
import { allocate } from "./allocate.ts";
import { compensate } from "./compensate.ts";
import { flatten } from "./flatten.ts";
import { group } from "./group.ts";
import type { RenderPlan } from "./plan.ts";
import { audible } from "./prune.ts";
import { soloed } from "./solo.ts";
import { sort } from "./sort.ts";
import { splitStems, type StemPart } from "./split-stems.ts";

export interface CompileOptions {
  /** Parts of the mix that the plan makes beside it. */
  readonly stems?: readonly StemPart[];
  /** Strips and nodes of the root graph that alone are listened to; all where there are none. For monitors, never for a mix. */
  readonly solo?: readonly string[];
}

/**
 * From a valid document to a plan: flatten → sort → compensate → allocate. Throws `TwobusError` for what no plan can be made of: a
 * cycle, an unknown graph or node, too many connections.
 */
export function compile(
  document: MixDocument,
  registry: Registry,
  { stems = [], solo = [] }: CompileOptions = {},
): RenderPlan {
  const graph = soloed(flatten(document, registry), solo);
  const sorted = sort(graph);
  const timing = compensate(graph, sorted);
  const heard = audible(graph);
  const alive = sorted.filter((address) => heard.has(address));
  const sources = [...new Set(alive.flatMap((address) => graph.nodes.get(address)!.source ?? []))].toSorted();
  const split = splitStems(graph, alive, timing, stems);
  const buffers = allocate(split, group(split.graph, split.sorted), (node) => sources.indexOf(node.source!));
  const { latencySamples, tailSamples, memorySamples } = timing;
  return { sampleRate: document.sampleRate, latencySamples, tailSamples, memorySamples, sources, ...buffers };
}
