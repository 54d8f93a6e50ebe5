import { splitEndpoint } from "@twobus/core";
import type { ChainWhere, EditorState } from "@twobus/editor";

/** Where a chain would go, in words. */
export function placeName({ document }: EditorState, where: ChainWhere | undefined): string {
  if (where === undefined || where.kind === "free") return "Goes onto the canvas, on its own.";
  const { nodes } = document.graphs[where.graph]!;
  const nameOf = (node: string): string => nodes[node]?.label ?? (node === "out" ? "the way out" : node);
  if (where.kind === "inserts") return `Goes to the end of ${nameOf(where.node)}’s inserts.`;
  const [from, to] = [new Set<string>(), new Set<string>()];
  for (const cable of where.cables) {
    from.add(splitEndpoint(cable.from).node);
    to.add(splitEndpoint(cable.to).node);
  }
  if (from.size > 1) return `Goes before ${[...to].map(nameOf).join(", ")}.`;
  if (to.size > 1) return `Goes behind ${[...from].map(nameOf).join(", ")}.`;
  return `Goes between ${nameOf([...from][0]!)} and ${nameOf([...to][0]!)}.`;
}
