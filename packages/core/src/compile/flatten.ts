import { CHAIN_TYPE, type MixDocument, type NodeRecord } from "../document/types.ts";
import { isStrip, type NodeDefinition, type PlainValues, type StripKernels } from "../definition/node.ts";
import type { Registry } from "../definition/pack.ts";
import { kernelValue } from "../definition/parameters.ts";
import type { FlatEdge, FlatGraph, FlatLane, FlatNode } from "./flat-graph.ts";
import {
  addressOf,
  headOf,
  instantiate,
  isDriven,
  orderOf,
  parameterOf,
  savedValue,
  sortedNodes,
  type GraphInstance,
} from "./instances.ts";
import { lastingOf } from "./lasting.ts";
import { createSourceResolver } from "./resolve-sources.ts";
import { sumInto } from "./summing.ts";

/**
 * Dissolves strips, chains and nesting into primitive processors. Placeholders for unknown types vanish: they pass audio.
 * `difference` is the address of a node: what that adds to the sound, or takes from it, is then what leaves; the mix
 * counts for latency alone, so that nothing gets earlier or later. Where there is no such node it is the mix.
 */
export function flatten(document: MixDocument, registry: Registry, difference?: string): FlatGraph {
  const root = instantiate(document);
  const nodes = new Map<string, FlatNode>();
  const edgesInto = new Map<string, ReadonlyMap<string, readonly FlatEdge[]>>();
  const sourcesOf = createSourceResolver(registry);

  const add = (node: FlatNode, edges: ReadonlyMap<string, readonly FlatEdge[]>): void => {
    nodes.set(node.address, node);
    edgesInto.set(node.address, edges);
  };

  let listened: readonly FlatEdge[] | undefined;

  const visit = (instance: GraphInstance): void => {
    for (const [id, record] of sortedNodes(instance.graph)) {
      if (addressOf(instance, id) === difference) listened = sourcesOf.difference(instance, id, record);
      const definition = registry.definition(record.type);
      const child = instance.children.get(id);
      if (definition !== undefined && isStrip(definition)) {
        const [head, tail] = stripNodes(document, registry, instance, id, record, definition);
        const arriving = head.source === undefined ? sourcesOf.into(instance, `${id}.main`) : [];
        const lateSamples = definition.latencySamples?.(head.values, document.sampleRate) ?? 0;
        const { stages, edges } = sumInto(head, arriving, definition.kernel.summing, lateSamples);
        for (const stage of stages) add(stage.node, new Map([["main", stage.edges]]));
        add(head, new Map([["main", edges]]));
        add(tail, new Map([["main", sourcesOf.beforeFader(instance, id, record)]]));
      } else if (definition !== undefined && record.type !== CHAIN_TYPE) {
        const node = plainNode(document, registry, instance, id, record, definition);
        add(node, new Map(node.inputs.map(({ port }) => [port, sourcesOf.into(instance, `${id}.${port}`)])));
      }
      if (child !== undefined) visit(child);
    }
  };
  visit(root);
  const output = sourcesOf.into(root, "out.main");
  if (listened === undefined) return { nodes, edgesInto, output };
  return { nodes, edgesInto, output: [...listened, ...output.map((edge) => ({ ...edge, audible: false }))] };
}

function plainNode(
  document: MixDocument,
  registry: Registry,
  instance: GraphInstance,
  id: string,
  record: NodeRecord,
  definition: NodeDefinition,
): FlatNode {
  const common = commonOf(document, registry, instance, id, record, definition);
  return {
    ...common,
    address: addressOf(instance, id),
    ...(typeof definition.kernel === "string" ? { kernel: definition.kernel } : {}),
    inputs: Object.entries(definition.inputs).map(([port, { optional, role }]) => ({
      port,
      optional,
      isKey: role === "key",
    })),
    outputs: Object.keys(definition.outputs),
    meters: definition.meters ?? [],
    latencySamples: definition.latencySamples?.(common.values, document.sampleRate) ?? 0,
    ...lastingOf(definition, common, document.sampleRate),
  };
}

/** A strip's two ends. Whatever its chain holds stands between them. */
function stripNodes(
  document: MixDocument,
  registry: Registry,
  instance: GraphInstance,
  id: string,
  record: NodeRecord,
  definition: NodeDefinition & { readonly kernel: StripKernels },
): [head: FlatNode, tail: FlatNode] {
  const address = addressOf(instance, id);
  const common = commonOf(document, registry, instance, id, record, definition);
  const end = {
    ...common,
    inputs: [{ port: "main", optional: false, isKey: false }],
    outputs: ["main"],
    meters: [],
    latencySamples: 0,
    tailSamples: 0,
    memorySamples: 0,
  };
  const isTrack = Object.keys(definition.inputs).length === 0;
  const source = isTrack && record.source !== undefined ? { source: record.source } : {};
  return [
    {
      ...end,
      ...source,
      address: headOf(address),
      kernel: definition.kernel.head,
      ...lastingOf(definition, common, document.sampleRate),
    },
    { ...end, address, kernel: definition.kernel.tail },
  ];
}

function commonOf(
  document: MixDocument,
  registry: Registry,
  instance: GraphInstance,
  id: string,
  record: NodeRecord,
  definition: NodeDefinition,
): Pick<FlatNode, "orderKey" | "owner" | "type" | "pack" | "values" | "kernelValues" | "automation" | "linearity"> {
  const values: Record<string, PlainValues[string]> = {};
  const automation: FlatLane[] = [];
  const declared = Object.entries(definition.params);
  for (const [name, parameter] of declared) values[name] = savedValue(record, name) ?? parameter.default;
  if (isDriven(instance)) {
    declared.forEach(([name], index) => {
      const stands = parameterOf(document, instance, id, record, name);
      if (stands?.value !== undefined) values[name] = stands.value;
      const lane = stands?.lane === undefined ? undefined : document.automation[stands.lane];
      if (lane === undefined || lane.points.length === 0) return;
      const { ranges } = stands!;
      automation.push({ parameter: index, points: lane.points, ...(ranges.length > 0 && { ranges }) });
    });
  }
  return {
    orderKey: orderOf(instance, id),
    owner: addressOf(instance, id).split("/", 1)[0]!,
    type: record.type,
    pack: registry.packOf(record.type)!.name,
    values,
    kernelValues: declared.map(([name, parameter]) => kernelValue(parameter, values[name]!)),
    automation,
    linearity: definition.linearity,
  };
}
