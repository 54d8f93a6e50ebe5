export * from "./address.ts";
export {
  CHAIN_FORMAT,
  CHAIN_FORMAT_VERSION,
  macroValue,
  MOST_MACROS,
  parseChain,
  type ChainDocument,
} from "./chain-file.ts";
export * from "./connection-parameters.ts";
export { exposedParameters, nestedGraphs, parametersOf, type ExposedParameters, type NestedGraphs } from "./exposed.ts";
export * from "./limits.ts";
export * from "./migrations.ts";
export { freeId, ID_PATTERN, NODE_ID_PATTERN } from "./names.ts";
export * from "./nearest.ts";
export * from "./parse.ts";
export * from "./ports.ts";
export * from "./resolve-address.ts";
export { mixJsonSchema } from "./json-schema.ts";
export { mixSchema } from "./schema.ts";
export * from "./serialise.ts";
export * from "./types.ts";
export { upgradeNodes } from "./upgrade-nodes.ts";
export * from "./validate.ts";
export type { Validation } from "./validation/findings.ts";
