import type { NodeId } from "@twobus/core";

/** A cable's id on the canvas. */
export const cableId = ({ from, to }: { readonly from: string; readonly to: string }): string => `${from} → ${to}`;

export function cableEnds(id: string): { readonly from: string; readonly to: string } {
  const [from, to] = id.split(" → ") as [string, string];
  return { from, to };
}

/** A handle is a port of its node, or a key inside it: `comp.key`. */
export const endpointOf = (node: NodeId, handle: string | null | undefined): string =>
  handle?.includes(".") === true ? `${node}/${handle}` : `${node}.${handle ?? "main"}`;
