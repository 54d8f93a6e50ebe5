import type { NodeId } from "@twobus/core";

/** What is soloed after a press that is meant for nodes: they alone, or, `adding`, they as well; not they if all of them were. */
export function soloAfter(solo: ReadonlySet<NodeId>, nodes: readonly NodeId[], adding: boolean): ReadonlySet<NodeId> {
  const others = [...solo].filter((id) => !nodes.includes(id));
  if (nodes.every((node) => solo.has(node))) return new Set(adding ? others : []);
  return new Set(adding ? [...others, ...nodes] : nodes);
}
