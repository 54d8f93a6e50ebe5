import type { ConnectionRecord, GraphId, NodeId } from "./types.ts";

/** One end of a connection, or a parameter inside its graph. */
export interface Endpoint {
  readonly node: NodeId;
  readonly port: string;
}

/** A node in a graph, or one of its parameters. */
export interface Address {
  readonly graph: GraphId;
  readonly node: NodeId;
  readonly param?: string;
}

/** A node in a graph. */
export type NodePlace = Omit<Address, "param">;

/** Takes `node.port` apart. */
export function splitEndpoint(text: string): Endpoint {
  const dot = text.indexOf(".");
  return { node: text.slice(0, dot), port: text.slice(dot + 1) };
}

/** Takes `node/node.port` apart, a port of a node inside others: the outermost first. */
export function splitInnerEndpoint(text: string): { readonly steps: readonly NodeId[]; readonly port: string } {
  const { node, port } = splitEndpoint(text);
  return { steps: node.split("/"), port };
}

/** The node of a graph at which an endpoint is, or inside which it lies. */
export const outermostNode = (endpoint: string): NodeId => splitInnerEndpoint(endpoint).steps[0]!;

/** `graph/node` */
export function nodeAddress(graph: GraphId, node: NodeId): string {
  return `${graph}/${node}`;
}

/** `graph/node.param`, the form in which automation is keyed. */
export function parameterAddress(graph: GraphId, node: NodeId, param: string): string {
  return `${graph}/${node}.${param}`;
}

/** `graph/node.port → node.port` */
export function connectionAddress(graph: GraphId, { from, to }: Pick<ConnectionRecord, "from" | "to">): string {
  return `${graph}/${from} → ${to}`;
}

/** Takes `graph/node.param` apart, the form in which automation is keyed. */
export function splitParameterAddress(text: string): Required<Address> {
  const slash = text.indexOf("/");
  const { node, port } = splitEndpoint(text.slice(slash + 1));
  return { graph: text.slice(0, slash), node, param: port };
}
