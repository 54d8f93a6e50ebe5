import type { NodeId } from "@twobus/core";

/** A cable's id on the canvas. */
export const cableId = ({ from, to }: { readonly from: string; readonly to: string }): string => `${from} → ${to}`;

export function cableEnds(id: string): { readonly from: string; readonly to: string } {
  const [from, to] = id.split(" → ") as [string, string];
  return { from, to };
}

export const endpointOf = (node: NodeId, port: string | null | undefined): string => `${node}.${port ?? "main"}`;
