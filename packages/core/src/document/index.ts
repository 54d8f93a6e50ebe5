export * from "./address.ts";
export { macroValue, parseChain } from "./chain-file.ts";
export * from "./chain-differences.ts";
export { chainHash, type ChainContent } from "./chain-hash.ts";
export * from "./chain-types.ts";
export * from "./chain-uses.ts";
export * from "./connection-parameters.ts";
export {
  exposedParameters,
  nestedGraphs,
  parametersOf,
  shownNames,
  type ExposedParameters,
  type NestedGraphs,
} from "./exposed.ts";
export { freeKeys } from "./free-keys.ts";
export * from "./limits.ts";
export * from "./meters.ts";
export * from "./migrations.ts";
export { throughRange } from "./macro-range.ts";
export { freeId, ID_PATTERN, listed, NODE_ID_PATTERN } from "./names.ts";
export * from "./nearest.ts";
export * from "./parse.ts";
export * from "./ports.ts";
export * from "./resolve-address.ts";
export { chainJsonSchema, mixJsonSchema } from "./json-schema.ts";
export { mixSchema } from "./schema.ts";
export * from "./serialise.ts";
export { checkShape } from "./shape.ts";
export * from "./types.ts";
export { upgradeNodes } from "./upgrade-nodes.ts";
export * from "./validate.ts";
export type { Validation } from "./validation/findings.ts";
export { parameterFault } from "./validation/nodes.ts";
