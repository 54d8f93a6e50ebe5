import {
  fault,
  isPlainValue,
  isStrip,
  listed,
  parametersOf,
  valueFault,
  type Command,
  type GraphId,
  type MixDocument,
  type NodeId,
  type NodeRecord,
  type PlainValue,
  type Registry,
} from "@twobus/core";

/** What sets nodes as others were set. */
export interface PastedSettings {
  readonly command: Command;
  /** Those that it sets. */
  readonly nodes: readonly NodeId[];
}

/**
 * Sets parameters of nodes as they stand in a copied mix's root graph, and changes nothing else of them: no name, cable or
 * recording, not what is inside. Each takes from the first copied node of its own type, or else of its own role: a strip from a
 * strip, a processor from one of its category what both know. Throws a TwobusError where none fits.
 */
export function pasteSettings(
  document: MixDocument,
  graph: GraphId,
  registry: Registry,
  copy: MixDocument,
  nodes: readonly NodeId[],
): PastedSettings {
  const { nodes: records } = document.graphs[graph]!;
  const copied = Object.values(copy.graphs[copy.root]!.nodes);
  const settings = nodes.flatMap((node): [NodeId, Record<string, PlainValue>][] => {
    const record = records[node]!;
    const from =
      copied.find(({ type }) => type === record.type) ?? copied.find((other) => isOfOneRole(registry, record, other));
    const values = from === undefined ? {} : fitting(document, registry, record, from);
    return Object.keys(values).length === 0 ? [] : [[node, values]];
  });
  if (settings.length === 0) {
    const names = copied.map(({ type, label = type }) => label);
    const message = `no setting of ${listed(names)} fits what is selected; copy a node of the same kind first`;
    throw fault("nothing-to-paste", "clipboard", message);
  }
  return {
    command: { kind: "setParameters", graph, values: Object.fromEntries(settings) },
    nodes: settings.map(([node]) => node),
  };
}

function isOfOneRole(registry: Registry, one: NodeRecord, other: NodeRecord): boolean {
  const [definition, otherDefinition] = [registry.definition(one.type), registry.definition(other.type)];
  if (definition === undefined || otherDefinition === undefined) return false;
  if (isStrip(definition) || isStrip(otherDefinition)) return isStrip(definition) && isStrip(otherDefinition);
  return definition.category === otherDefinition.category;
}

function fitting(
  document: MixDocument,
  registry: Registry,
  record: NodeRecord,
  { params }: NodeRecord,
): Record<string, PlainValue> {
  const parameters = parametersOf(record, document, registry) ?? {};
  return Object.fromEntries(
    Object.entries(params).filter((entry): entry is [string, PlainValue] => {
      const [name, value] = entry;
      const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
      return parameter !== undefined && isPlainValue(value) && valueFault(parameter, value) === undefined;
    }),
  );
}
