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

/** What of a mix is listened to. For monitors, never for a mix. */
export interface Listening {
  /** Strips and nodes of the root graph that alone are heard; all where there are none. */
  readonly solo?: readonly string[];
  /** Address of a node, `drums/glue`: only the difference that it makes is heard, where it makes it, whatever is soloed. */
  readonly difference?: string | undefined;
}

export interface CompileOptions extends Listening {
  /** Parts of the mix that the plan makes beside it. */
  readonly stems?: readonly StemPart[];
}

/**
 * From a valid document to a plan: flatten → sort → compensate → allocate. Throws `TwobusError` for what no plan can be made of: a
 * cycle, an unknown graph or node, too many connections.
 */
export function compile(
  document: MixDocument,
  registry: Registry,
  { stems = [], solo = [], difference }: CompileOptions = {},
): RenderPlan {
  const graph =
    difference === undefined ? soloed(flatten(document, registry), solo) : flatten(document, registry, difference);
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
