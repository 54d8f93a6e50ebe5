import { listed } from "../names.ts";
import { fieldNames, type RecordKind } from "../schema.ts";
import { pathText } from "../shape.ts";
import type { MixDocument } from "../types.ts";
import type { Findings } from "./findings.ts";

type Check = (kind: RecordKind, record: object, ...path: (string | number)[]) => void;

/** Fields of a newer version, or misspelt ones: kept, but without effect here. */
export function checkUnknownFields(document: MixDocument, findings: Findings): void {
  const check: Check = (kind, record, ...path) => {
    const unknown = Object.keys(record).filter((name) => !fieldNames[kind].includes(name));
    if (unknown.length === 0) return;
    const message = `${listed(unknown)} has no meaning here: it is kept without effect; check the spelling`;
    findings.warning(path.length === 0 ? "document" : pathText(path), { code: "unknown-field", message });
  };
  check("mix", document);
  for (const [id, source] of Object.entries(document.sources)) check("source", source, "sources", id);
  for (const id of Object.keys(document.graphs)) checkGraph(document, id, check);
  for (const [address, lane] of Object.entries(document.automation)) {
    check("lane", lane, "automation", address);
    lane.points.forEach((point, index) => check("point", point, "automation", address, "points", index));
  }
  for (const [graph, positions] of Object.entries(document.layout)) {
    for (const [id, position] of Object.entries(positions)) check("position", position, "layout", graph, id);
  }
  for (const [graph, frames] of Object.entries(document.frames ?? {})) {
    for (const [id, frame] of Object.entries(frames)) check("frame", frame, "frames", graph, id);
  }
}

function checkGraph(document: MixDocument, id: string, check: Check): void {
  const graph = document.graphs[id]!;
  check("graph", graph, "graphs", id);
  if (graph.definition !== undefined) check("definition", graph.definition, "graphs", id, "definition");
  check("interface", graph.interface, "graphs", id, "interface");
  for (const side of ["inputs", "outputs"] as const) {
    for (const [name, port] of Object.entries(graph.interface[side])) {
      check("interfacePort", port, "graphs", id, "interface", side, name);
    }
  }
  for (const [name, exposed] of Object.entries(graph.interface.params)) {
    check("exposed", exposed, "graphs", id, "interface", "params", name);
    for (const [target, range] of Object.entries(exposed.ranges ?? {})) {
      check("range", range, "graphs", id, "interface", "params", name, "ranges", target);
    }
  }
  for (const [nodeId, node] of Object.entries(graph.nodes)) check("node", node, "graphs", id, "nodes", nodeId);
  graph.connections.forEach((connection, index) => check("connection", connection, "graphs", id, "connections", index));
}
