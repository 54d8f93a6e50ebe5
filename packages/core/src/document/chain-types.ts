import type { ChainDefinition, GraphId, GraphRecord, MixDocument } from "./types.ts";

/** Tells a chain from other JSON. */
export const CHAIN_FORMAT = "twobus-chain";
/** The format of chains that this program reads and writes; newer ones are refused. */
export const CHAIN_FORMAT_VERSION = 1;
/** How the name of a chain's file ends. */
export const CHAIN_ENDING = ".chain.json";
/** How the name of a package of chains ends that is one file. */
export const PACK_ENDING: RegExp = /\.(?:tgz|tar\.gz)$/i;
/** Where the JSON Schema of chains is published. Documents name it; nothing fetches it. */
export const CHAIN_SCHEMA_URL = "https://twobus.dev/schema/chain-1.json";
/** More would be a panel to learn; what lies deeper is reached by opening the chain. */
export const MOST_MACROS = 4;

/** A chain of processors on its own, to be placed in any mix: graphs with an interface, and what they are good for. */
export interface ChainDocument extends Omit<ChainDefinition, "sha256"> {
  $schema?: string;
  format: typeof CHAIN_FORMAT;
  formatVersion: number;
  /** One sentence: what it does, and when to take it. */
  summary: string;
  /** As long as it needs to be; lines end in `\n`. */
  description?: string;
  /** Words to find it by. */
  tags: string[];
  /** What the chain made of the test loop (`sharing/golden.ts`): SHA-256 of its interleaved little-endian float32 samples. */
  golden?: { pcmSha256: string };
  /** The graph that becomes a node. Its interface has `main` both ways and the macro parameters, four at most. */
  root: GraphId;
  graphs: Record<GraphId, GraphRecord>;
  layout?: MixDocument["layout"];
}
