import type { ChainDocument } from "@twobus/core";

/** Where a chain comes from. */
export type ChainOrigin = "factory" | "mix" | "user" | "package" | "file" | "text";

/** A chain, and what it is called on the command line. */
export interface FoundChain {
  /** `drum-bus`; of a package `my-chains/drum-bus`. */
  readonly id: string;
  readonly origin: ChainOrigin;
  readonly chain: ChainDocument;
  /** Its file, where it has one. */
  readonly path?: string;
}
