import type { NodeDefinition } from "./node.ts";

/** The version of the contract between packs and engine: definitions, ports, parameter blocks, kernel exports. */
export const API_VERSION = 1;

/** A set of nodes that is loaded together, with the WebAssembly module that holds their kernels. */
export interface Pack {
  readonly name: string;
  readonly apiVersion: number;
  readonly nodes: readonly NodeDefinition[];
  /** Where the compiled kernels lie: one build over plain memory, one over shared memory. */
  readonly wasm?: { readonly url: URL; readonly sharedUrl: URL };
}

/** Node definitions by type. Later packs cannot replace the nodes of earlier ones. */
export interface Registry {
  readonly packs: readonly Pack[];
  definition(type: string): NodeDefinition | undefined;
  packOf(type: string): Pack | undefined;
}

/** Gathers packs. Throws a RangeError for a pack made for another API version, or a type that is defined twice. */
export function createRegistry(packs: readonly Pack[]): Registry {
  const entries = new Map<string, { definition: NodeDefinition; pack: Pack }>();
  for (const pack of packs) {
    if (pack.apiVersion !== API_VERSION) {
      throw new RangeError(
        `pack ${pack.name} is made for API version ${pack.apiVersion}; this is version ${API_VERSION}`,
      );
    }
    for (const definition of pack.nodes) {
      if (entries.has(definition.type)) throw new RangeError(`${definition.type} is defined twice`);
      entries.set(definition.type, { definition, pack });
    }
  }
  return {
    packs,
    definition: (type) => entries.get(type)?.definition,
    packOf: (type) => entries.get(type)?.pack,
  };
}
