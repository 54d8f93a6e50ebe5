import type { FlatEdge, FlatGraph, FlatNode } from "./flat-graph.ts";
import type { Timing } from "./compensate.ts";
import type { Group } from "./group.ts";
import type { SplitGraph } from "./split-stems.ts";
import type { BufferRef, Job, MixInput, Step } from "./plan.ts";

/** Turns groups into jobs: delays and sums before each node, a buffer for every signal, reused within a job when free. */
export function allocate(
  { graph, timing, outputs: parts }: SplitGraph,
  groups: readonly Group[],
  sourceIndex: (node: FlatNode) => number,
): { jobs: Job[]; sharedBuffers: number; output: BufferRef; stems: BufferRef[] } {
  const placed = new Map<string, BufferRef>();
  const ends = [graph.output, ...parts];
  const uses = countUses(graph, ends, groups);
  const followed = new Set([...graph.nodes.values()].flatMap((node) => (isFollower(node) ? [node.partOf!] : [])));
  let sharedBuffers = 0;
  const share = (): BufferRef => ({ scope: "shared", index: sharedBuffers++ });

  const jobs = groups.map(({ name, members, after }): Job => {
    const local = createPool();
    const steps: Step[] = [];
    const own = new Set(members);
    const remaining = new Map<string, number>();

    const finishUse = (signal: string): void => {
      const buffer = placed.get(signal)!;
      const left = remaining.get(signal)! - 1;
      remaining.set(signal, left);
      if (left === 0 && buffer.scope === "local") local.release(buffer);
    };
    const sum = (address: string, edges: readonly FlatEdge[], into?: string): { buffer: BufferRef; done: () => void } =>
      gather(address, edges, into, {
        timing,
        placed,
        local,
        steps,
        finish: (edge) => own.has(edge.from) && finishUse(signalOf(edge)),
      });

    for (const address of members) {
      const node = graph.nodes.get(address)!;
      const inputs = node.inputs.map(({ port, optional }) => {
        if (node.source !== undefined)
          return { buffer: { scope: "source", index: sourceIndex(node) } as const, done: () => {} };
        const edges = graph.edgesInto.get(address)!.get(port) ?? [];
        if (optional && edges.length === 0) return { buffer: null, done: () => {} };
        return sum(`${address}.${port}`, edges, address);
      });
      const outputs = node.outputs.map((port) => {
        const signal = `${address}.${port}`;
        const use = uses.get(signal) ?? { inside: 0, outside: false };
        const buffer = use.outside ? share() : local.take();
        placed.set(signal, buffer);
        remaining.set(signal, use.inside);
        return buffer;
      });
      const buffers = inputs.map(({ buffer }) => buffer);
      steps.push(
        isFollower(node)
          ? followStep(node, buffers, outputs)
          : processStep(node, timing, buffers, outputs, followed.has(address)),
      );
      for (const { done } of inputs) done();
    }
    return { name, after, localBuffers: local.size(), steps };
  });

  const local = createPool();
  const steps: Step[] = [];
  const finals = ends.map((edges, index) => {
    const [only, ...more] = edges.filter((edge) => edge.audible);
    if (only !== undefined && more.length === 0 && isPlain(only, timing.delayOf(only))) {
      return placed.get(signalOf(only))!;
    }
    const address = index === 0 ? "out.main" : `out.main@${index - 1}`;
    const output = share();
    const { buffer, done } = gather(address, edges, undefined, { timing, placed, local, steps, finish: () => {} });
    steps.push({ kind: "mix", address, output, inputs: [{ buffer, gainLeft: 1, gainRight: 1 }] });
    done();
    return output;
  });
  if (steps.length > 0) {
    jobs.push({ name: "out", after: groups.map((_, index) => index), localBuffers: local.size(), steps });
  }
  const [output, ...stems] = finals;
  return { jobs, sharedBuffers, output: output!, stems };
}

/** Copies of linear nodes process like any other, the rest follow their original. */
const isFollower = (node: FlatNode): boolean => node.partOf !== undefined && node.linearity !== "linear";

const signalOf = (edge: FlatEdge): string => `${edge.from}.${edge.fromPort}`;
const isPlain = (edge: FlatEdge, delaySamples: number): boolean =>
  edge.gainLeft === 1 && edge.gainRight === 1 && delaySamples === 0;

interface Gathering {
  readonly timing: Timing;
  readonly placed: ReadonlyMap<string, BufferRef>;
  readonly local: Pool;
  readonly steps: Step[];
  /** Called for each edge once its signal has been read. */
  readonly finish: (edge: FlatEdge) => void;
}

/** One buffer with the sum of the audible edges: the signal itself where nothing is to be done, else delays and a mix. */
function gather(
  address: string,
  edges: readonly FlatEdge[],
  into: string | undefined,
  { timing, placed, local, steps, finish }: Gathering,
): { buffer: BufferRef; done: () => void } {
  const heard = edges.filter((edge) => edge.audible);
  const [only] = heard;
  if (heard.length === 1 && only !== undefined && isPlain(only, timing.delayOf(only, into))) {
    return { buffer: placed.get(signalOf(only))!, done: () => finish(only) };
  }
  const delayed: BufferRef[] = [];
  const inputs = heard.map((edge): MixInput => {
    const delaySamples = timing.delayOf(edge, into);
    const signal = placed.get(signalOf(edge))!;
    const gains = { gainLeft: edge.gainLeft, gainRight: edge.gainRight };
    if (delaySamples === 0) return { buffer: signal, ...gains };
    const buffer = local.take();
    delayed.push(buffer);
    steps.push({
      kind: "delay",
      address: `${signalOf(edge)} → ${address}`,
      input: signal,
      output: buffer,
      delaySamples,
    });
    return { buffer, ...gains };
  });
  const [alone] = delayed;
  if (alone !== undefined && inputs.length === 1 && inputs[0]!.gainLeft === 1 && inputs[0]!.gainRight === 1) {
    heard.forEach(finish);
    return { buffer: alone, done: () => local.release(alone) };
  }
  const buffer = local.take();
  steps.push({ kind: "mix", address, output: buffer, inputs });
  for (const used of delayed) local.release(used);
  heard.forEach(finish);
  return { buffer, done: () => local.release(buffer) };
}

function processStep(
  node: FlatNode,
  timing: Timing,
  inputs: readonly (BufferRef | null)[],
  outputs: readonly BufferRef[],
  isFollowed: boolean,
): Step {
  const { address, type, pack, kernel, values, kernelValues, automation, meters, latencySamples } = node;
  const arrivalSamples = timing.arrival.get(address)!;
  const kernelName = kernel === undefined ? {} : { kernel };
  return {
    kind: "process",
    address,
    type,
    pack,
    ...kernelName,
    values,
    kernelValues,
    automation,
    inputs,
    outputs,
    meters,
    arrivalSamples,
    latencySamples,
    isFollowed,
    isPart: node.partOf !== undefined,
  };
}

/** The main input is the first that is no key. */
function followStep(node: FlatNode, inputs: readonly (BufferRef | null)[], outputs: readonly BufferRef[]): Step {
  const { address, partOf, pack, kernel, kernelValues, latencySamples } = node;
  const main = node.inputs.findIndex(({ isKey }) => !isKey);
  const kernelName = kernel === undefined ? {} : { kernel };
  const ends = { input: inputs[main]!, output: outputs[0]! };
  return { kind: "follow", address, original: partOf!, pack, ...kernelName, kernelValues, latencySamples, ...ends };
}

/** For each signal: how often its own job reads it, and whether anyone else does. */
function countUses(
  graph: FlatGraph,
  ends: readonly (readonly FlatEdge[])[],
  groups: readonly Group[],
): Map<string, { inside: number; outside: boolean }> {
  const jobOf = new Map(groups.flatMap(({ members }, index) => members.map((address) => [address, index] as const)));
  const uses = new Map<string, { inside: number; outside: boolean }>();
  const count = (edge: FlatEdge, reader: number | undefined): void => {
    if (!edge.audible) return;
    const use = uses.get(signalOf(edge)) ?? { inside: 0, outside: false };
    if (jobOf.get(edge.from) === reader) use.inside++;
    else use.outside = true;
    uses.set(signalOf(edge), use);
  };
  for (const [address, job] of jobOf) {
    for (const edges of graph.edgesInto.get(address)!.values()) for (const edge of edges) count(edge, job);
  }
  for (const edges of ends) for (const edge of edges) count(edge, undefined);
  return uses;
}

interface Pool {
  take(): BufferRef;
  release(buffer: BufferRef): void;
  size(): number;
}

/** Local buffers: the lowest free one is taken first, so that a job stays within as little memory as it can. */
function createPool(): Pool {
  const free = new Set<number>();
  let size = 0;
  const takeIndex = (): number => {
    if (free.size === 0) return size++;
    const lowest = Math.min(...free);
    free.delete(lowest);
    return lowest;
  };
  return {
    take: () => ({ scope: "local", index: takeIndex() }),
    release: (buffer) => void free.add(buffer.index),
    size: () => size,
  };
}
