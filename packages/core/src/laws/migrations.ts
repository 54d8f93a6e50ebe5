import type { NodeDefinition, PlainValues } from "../definition/node.ts";
import type { Registry } from "../definition/pack.ts";
import { emptyMix, type NodeRecord } from "../document/types.ts";
import { upgradeNodes } from "../document/upgrade-nodes.ts";
import { validateMix } from "../document/validate.ts";
import type { Problem } from "../problem.ts";

/**
 * Law: every migration of every registered definition is called by some node that was saved in its time, and what
 * comes out is legal. `savedNodes` are such nodes, kept for ever as they were saved. Returns what breaks the law.
 */
export function migrationFaults(registry: Registry, savedNodes: readonly NodeRecord[]): Problem[] {
  const called = new Set<string>();
  const counting = countingRegistry(registry, called);
  const mix = emptyMix("Saved nodes", 48_000);
  mix.graphs["mix"]!.nodes = Object.fromEntries(savedNodes.map((node, index) => [`saved-${index}`, node]));
  const { document } = upgradeNodes(mix, counting);
  const uncalled = migrationNames(registry).filter((name) => !called.has(name));
  return [
    ...uncalled.map((name) => ({
      code: "uncalled-migration",
      at: name,
      message: "no saved node calls this migration; add one as it was saved in that version",
    })),
    ...validateMix(document, registry).problems,
  ];
}

const migrationName = (definition: NodeDefinition, from: number): string => `${definition.type} ${from} → ${from + 1}`;

function migrationNames(registry: Registry): string[] {
  const definitions = registry.packs.flatMap((pack) => pack.nodes);
  return definitions.flatMap((definition) =>
    Object.keys(definition.migrations ?? {}).map((from) => migrationName(definition, Number(from))),
  );
}

/** The registry with migrations that note when they are called. */
function countingRegistry(registry: Registry, called: Set<string>): Registry {
  const counting = (definition: NodeDefinition): NodeDefinition => {
    const migrations = Object.entries(definition.migrations ?? {}).map(([from, migrate]) => {
      const noted = (values: PlainValues): PlainValues => {
        called.add(migrationName(definition, Number(from)));
        return migrate(values);
      };
      return [from, noted] as const;
    });
    return { ...definition, migrations: Object.fromEntries(migrations) };
  };
  return {
    ...registry,
    definition: (type) => {
      const definition = registry.definition(type);
      return definition === undefined ? undefined : counting(definition);
    },
  };
}
