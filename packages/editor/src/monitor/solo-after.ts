import type { NodeId } from "@twobus/core";

/** What is soloed after a click on a node: that one alone, or, `adding`, that one as well; not that one if it was. */
export function soloAfter(solo: ReadonlySet<NodeId>, node: NodeId, adding: boolean): ReadonlySet<NodeId> {
  const others = [...solo].filter((id) => id !== node);
  if (solo.has(node)) return new Set(adding ? others : []);
  return new Set(adding ? [...others, node] : [node]);
}
