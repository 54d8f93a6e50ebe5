import type { CanvasNode } from "./graph-view.ts";

/** What a node is called for those who hear it: `Drum bus, Bus, muted`. */
export function nodeName(node: CanvasNode): string {
  if (node.type === "frame") return `frame ${node.data.frame.title ?? ""}`.trim();
  if (node.type !== "strip" && node.type !== "processor") return node.type === "in" ? "way in" : "way out";
  const { record, definition, id } = node.data;
  return [
    record.label ?? id,
    definition?.name ?? `${record.type}, unknown here`,
    ...(record.muted === true ? ["muted"] : []),
    ...(record.bypassed === true ? ["bypassed"] : []),
  ].join(", ");
}
