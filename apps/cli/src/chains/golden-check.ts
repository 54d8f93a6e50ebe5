import { readFile } from "node:fs/promises";
import { TwobusError, type ChainDocument } from "@twobus/core";
import { playOnLoop } from "@twobus/core/sharing";
import { registry } from "../mix-file.ts";
import { warnOfUnknownNodes } from "./unknown-nodes.ts";

/** Whether a chain sounds as its maker heard it. */
export interface GoldenCheck {
  /** What it sounds like here. */
  readonly pcmSha256: string;
  /** `null` where the chain says nothing of how it sounded. */
  readonly holds: boolean | null;
}

/** Renders a chain on the test loop and compares its hash. Throws for a chain that cannot sound here as it is meant. */
export async function checkGolden(id: string, chain: ChainDocument): Promise<GoldenCheck> {
  const unknown = warnOfUnknownNodes(id, chain);
  if (unknown.length > 0) throw new TwobusError(unknown);
  const { pcmSha256 } = await playOnLoop(chain, { registry, readBytes: readFile });
  return { pcmSha256, holds: chain.golden === undefined ? null : chain.golden.pcmSha256 === pcmSha256 };
}

export const GOLDEN_LOST =
  "it does not sound as it did where it was made: its golden hash does not hold; it was changed, or made for other nodes";
