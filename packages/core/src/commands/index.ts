export { apply, type Applied, type Command } from "./apply.ts";
export { keepDifferences } from "./keep-differences.ts";
export type { ChainWords } from "./chain-words.ts";
export { extractChain, type ExtractedNodes } from "./extract-chain.ts";
export { movedTogether, type StandingNumber } from "./moved-together.ts";
export { joinCommands } from "./join-mix.ts";
export { linkChain } from "./link-chain.ts";
export { performing, type Performing } from "./performing.ts";
export {
  duplicateLinked,
  placeChain,
  updateChain,
  type PerformCommand,
  type PlaceChainOptions,
} from "./place-chain.ts";
export type { ConnectionCommand } from "./connections.ts";
export type { ExposedCommand } from "./exposed.ts";
export type { GraphCommand } from "./graphs.ts";
export { History, type Gesture } from "./history.ts";
export type { KeyCommand } from "./keys.ts";
export type { MixCommand } from "./mix.ts";
export type { NodeCommand } from "./nodes.ts";
export type { ParameterCommand } from "./parameters.ts";
