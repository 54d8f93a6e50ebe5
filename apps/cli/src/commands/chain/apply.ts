import { dirname } from "node:path";
import { findChain } from "../../chains/find-chain.ts";
import type { Report } from "../../report.ts";
import { addChain } from "../add.ts";

export interface ApplyOptions {
  /** The strip among whose inserts it goes. */
  readonly to?: string;
  readonly at?: string;
  readonly graph?: string;
  readonly id?: string;
  readonly label?: string;
}

/** Places a chain in a mix as a node. */
export async function applyChain(mixPath: string, word: string, { to, ...options }: ApplyOptions): Promise<Report> {
  const chain = await findChain(word, dirname(mixPath));
  return addChain(mixPath, chain, { ...options, ...(to !== undefined && { into: to }) });
}
