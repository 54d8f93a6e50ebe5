import { isStrip, type NodeDefinition } from "../definition/node.ts";
import type { Registry } from "../definition/pack.ts";
import type { Port, Ports } from "../definition/ports.ts";
import { own } from "./names.ts";
import { CHAIN_TYPE, type GraphInterface, type InterfacePort, type MixDocument, type NodeRecord } from "./types.ts";

/** What may be connected to a node, by port name. */
export interface NodePorts {
  readonly inputs: Ports;
  readonly outputs: Ports;
}

/**
 * The ports that connections of a node may use, or `undefined` for an unknown type: a placeholder has whatever ports
 * its connections name. A chain node has its graph's ports; a strip surfaces those of its insert chain that are not
 * its own, such as key inputs.
 */
export function portsOf(node: NodeRecord, document: MixDocument, registry: Registry): NodePorts | undefined {
  const inner = node.graph === undefined ? undefined : own(document.graphs, node.graph)?.interface;
  if (node.type === CHAIN_TYPE) return inner === undefined ? { inputs: {}, outputs: {} } : interfacePorts(inner);
  const definition = registry.definition(node.type);
  if (definition === undefined || inner === undefined || !isStrip(definition)) return definition;
  const { inputs, outputs } = interfacePorts(inner);
  return {
    inputs: { ...definition.inputs, ...further(inputs) },
    outputs: { ...definition.outputs, ...further(outputs) },
  };
}

/** A strip that plays a source: it has no input `main` to connect to. */
export function isTrack(definition: NodeDefinition): boolean {
  return isStrip(definition) && !Object.hasOwn(definition.inputs, "main");
}

/** All but `main`, which a strip feeds and hears by itself. */
function further({ main: _main, ...others }: Ports): Ports {
  return others;
}

function interfacePorts({ inputs, outputs }: GraphInterface): NodePorts {
  return { inputs: mapped(inputs, true), outputs: mapped(outputs, false) };
}

/** Only the input `main` of a graph must be fed for the graph to be heard. */
function mapped(ports: Readonly<Record<string, InterfacePort>>, areInputs: boolean): Ports {
  const entries = Object.entries(ports).map(([name, { role }]): [string, Port] => {
    const optional = areInputs && (role === "key" || name !== "main");
    return [name, { kind: "stereo", role, optional }];
  });
  return Object.fromEntries(entries);
}
