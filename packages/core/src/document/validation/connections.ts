import { connectionAddress, nodeAddress, splitEndpoint } from "../address.ts";
import { listed, own } from "../names.ts";
import { portsOf, type NodePorts } from "../ports.ts";
import type { ConnectionRecord, GraphId, GraphRecord, NodeId } from "../types.ts";
import type { Fault, Findings, Subject } from "./findings.ts";

/** Ports of a node of the graph in question; `undefined` for a placeholder, which accepts any. */
export type PortsAt = (node: NodeId) => NodePorts | undefined;

/** Both ends of every connection, doubled connections, inputs that nothing feeds. */
export function checkConnections(subject: Subject, id: GraphId, graph: GraphRecord, findings: Findings): void {
  const ports = new Map<NodeId, NodePorts | undefined>();
  for (const [nodeId, node] of Object.entries(graph.nodes)) {
    ports.set(nodeId, portsOf(node, subject.document, subject.registry));
  }
  const portsAt: PortsAt = (node) => ports.get(node);
  const seen = new Set<string>();
  const fed = new Set<string>();
  for (const connection of graph.connections) {
    const ends = `${connection.from} ${connection.to}`;
    const faults = [
      endFault("from", connection.from, graph, portsAt),
      endFault("to", connection.to, graph, portsAt),
      seen.has(ends) ? duplicateFault(connection) : undefined,
    ];
    for (const fault of faults) {
      if (fault !== undefined) findings.problem(connectionAddress(id, connection), fault);
    }
    seen.add(ends);
    fed.add(connection.to);
  }
  for (const [nodeId, known] of ports) {
    for (const [port, { optional }] of Object.entries(known?.inputs ?? {})) {
      if (optional || fed.has(`${nodeId}.${port}`)) continue;
      const message = `nothing is connected to its input ${port}: it is silent`;
      findings.warning(nodeAddress(id, nodeId), { code: "unconnected-input", message });
    }
  }
}

export function duplicateFault({ from, to }: Pick<ConnectionRecord, "from" | "to">): Fault {
  const message = `${from} is connected to ${to} already; one connection carries one level`;
  return { code: "duplicate-connection", message };
}

interface SideWords {
  readonly own: keyof NodePorts;
  readonly other: keyof NodePorts;
  readonly verb: string;
}

const words: Readonly<Record<"from" | "to", SideWords>> = {
  from: { own: "outputs", other: "inputs", verb: "starts" },
  to: { own: "inputs", other: "outputs", verb: "ends" },
};

/** Why a connection may not start (`from`) or end (`to`) at an endpoint of a graph. */
export function endFault(
  side: "from" | "to",
  endpoint: string,
  graph: GraphRecord,
  portsAt: PortsAt,
): Fault | undefined {
  const { node, port } = splitEndpoint(endpoint);
  const { own: wanted, other, verb } = words[side];
  // Seen from inside, the graph's inputs are where connections start and its outputs where they end.
  if (node === "in" || node === "out") {
    const isWrongSide = (node === "in") !== (side === "from");
    const ports = node === "in" ? graph.interface.inputs : graph.interface.outputs;
    if (isWrongSide) {
      const place = node === "in" ? "where sound comes into the graph" : "where sound leaves the graph";
      return { code: "wrong-direction", message: `${endpoint} is ${place}; no connection ${verb} there` };
    }
    if (Object.hasOwn(ports, port)) return undefined;
    return {
      code: "unknown-port",
      message: `the graph has no port ${endpoint}; there are ${listed(Object.keys(ports))}`,
    };
  }
  if (own(graph.nodes, node) === undefined) {
    return { code: "unknown-node", message: `there is no node ${node} in this graph; add it or connect another` };
  }
  const ports = portsAt(node);
  if (ports === undefined || Object.hasOwn(ports[wanted], port)) return undefined;
  const known = listed(Object.keys(ports[wanted]));
  if (Object.hasOwn(ports[other], port)) {
    const kind = other === "inputs" ? "an input" : "an output";
    const message = `${endpoint} is ${kind}; a connection ${verb} at one of the ${wanted}: ${known}`;
    return { code: "wrong-direction", message };
  }
  return { code: "unknown-port", message: `${node} has no port ${port} among its ${wanted}; there are ${known}` };
}
