import type { SummingKernels } from "../definition/node.ts";
import type { FlatEdge, FlatNode } from "./flat-graph.ts";

/** What stands before a strip's head, in order, and what arrives at the head from there. */
interface SummingStages {
  readonly stages: readonly { readonly node: FlatNode; readonly edges: readonly FlatEdge[] }[];
  readonly edges: readonly FlatEdge[];
}

/**
 * Leads what arrives at a strip through a kernel for each signal, one for the whole beside them, and one for their sum, where
 * the strip's values ask for it. Gains stay on the way in. Channels that nobody hears are there as well, so that the others
 * keep their places. A channel runs with what feeds it, so that threads share the work. `latencySamples` is that of the strip.
 */
export function sumInto(
  head: FlatNode,
  arriving: readonly FlatEdge[],
  summing: SummingKernels | undefined,
  latencySamples: number,
): SummingStages {
  if (summing?.isActive(head.values) !== true) return { stages: [], edges: arriving };
  const { channelLatencySamples } = summing;
  const stage: Omit<FlatNode, "address" | "kernel"> = {
    ...head,
    linearity: "waveshaper",
    tailSamples: 0,
    memorySamples: 0,
  };
  const channels = arriving.map((edge, index) => ({
    node: {
      ...stage,
      address: `${head.address}/${index}`,
      owner: edge.from.split("/", 1)[0]!,
      kernel: summing.channel,
      kernelValues: [...head.kernelValues, index],
      latencySamples: channelLatencySamples,
    },
    edges: [edge],
  }));
  const whole = {
    ...stage,
    address: wholeOf(head.address),
    kernel: summing.whole,
    latencySamples: channelLatencySamples,
  };
  const sum = {
    ...stage,
    address: `${head.address}/sum`,
    kernel: summing.sum,
    latencySamples: latencySamples - channelLatencySamples,
  };
  const into = channels.map(({ node }, index) => plainEdge(node, arriving[index]!.audible));
  return {
    stages: [...channels, { node: whole, edges: arriving }, { node: sum, edges: [...into, plainEdge(whole, true)] }],
    edges: [plainEdge(sum, true)],
  };
}

/** The address of the kernel that is given the whole sum, by that of a strip's head. */
export const wholeOf = (head: string): string => `${head}/whole`;

const plainEdge = ({ address, orderKey }: FlatNode, audible: boolean): FlatEdge => ({
  from: address,
  fromPort: "main",
  orderKey,
  gainLeft: 1,
  gainRight: 1,
  audible,
});
