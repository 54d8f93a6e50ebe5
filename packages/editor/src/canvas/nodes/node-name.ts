import { CHAIN_TYPE, type NodeDefinition, type NodeRecord } from "@twobus/core";
import type { CanvasNode } from "../graph-view.ts";

/** What a node is called for those who hear it: `Drum bus, Bus, muted`. */
export function nodeName(node: CanvasNode): string {
  if (node.type === "frame") return `frame ${node.data.frame.title ?? ""}`.trim();
  if (node.type !== "strip" && node.type !== "processor") return node.type === "in" ? "way in" : "way out";
  const { record, definition, id } = node.data;
  return [
    record.label ?? id,
    kindName(record, definition),
    ...(record.muted === true ? ["muted"] : []),
    ...(record.bypassed === true ? ["bypassed"] : []),
  ].join(", ");
}

/** What kind of node it is, for people. */
export function kindName({ type }: NodeRecord, definition: NodeDefinition | undefined): string {
  return definition?.name ?? (type === CHAIN_TYPE ? "Chain" : `${type}, unknown here`);
}
