import { isStrip, isTrack, type GraphRecord, type NodeId, type Registry } from "@twobus/core";

/** What a node of a graph is among strips: a track plays a recording, a bus what plays into it. */
export function stripKind({ nodes }: GraphRecord, node: NodeId, registry: Registry): "track" | "bus" | undefined {
  const definition = registry.definition(nodes[node]?.type ?? "");
  if (definition === undefined || !isStrip(definition)) return undefined;
  return isTrack(definition) ? "track" : "bus";
}
