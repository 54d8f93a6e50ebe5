import { serialiseChain, type ChainDocument } from "@twobus/core";
import { download } from "../download.ts";

/** Puts a chain on the clipboard as one line of text. */
export async function copyAsText(chain: ChainDocument): Promise<void> {
  const { chainText } = await import("@twobus/core/sharing");
  await navigator.clipboard.writeText(await chainText(chain));
}

/** Puts an address of this studio on the clipboard that carries a chain. */
export async function copyAsLink(chain: ChainDocument): Promise<void> {
  const { chainLink } = await import("@twobus/core/sharing");
  await navigator.clipboard.writeText(await chainLink(chain, location.origin + location.pathname));
}

/** Gives a chain as a `.chain.json`. */
export function saveAsFile(chain: ChainDocument): void {
  const name = chain.name.replaceAll(/[^\p{L}\p{N} _-]/gu, "").trim() || "chain";
  download(`${name}.chain.json`, new Blob([serialiseChain(chain)], { type: "application/json" }));
}
