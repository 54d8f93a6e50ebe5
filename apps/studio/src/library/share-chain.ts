import { serialiseChain, type ChainDocument } from "@twobus/core";
import { download } from "../download.ts";

/** Puts a chain on the clipboard as one line of text. */
export async function copyAsText(chain: ChainDocument): Promise<void> {
  const { chainText } = await import("@twobus/core/sharing");
  await navigator.clipboard.writeText(await chainText(chain));
}

/** Puts an address on the clipboard that carries a chain, and opens it in the studio at `page`. */
export async function copyAsLink(chain: ChainDocument, page: string): Promise<void> {
  const { chainLink } = await import("@twobus/core/sharing");
  await navigator.clipboard.writeText(await chainLink(chain, page));
}

/** Names and addresses that mean this machine or this house, and nothing to anybody elsewhere (RFC 1918, 3927, 4193, 6761, 6762, 8375). */
const AT_HOME =
  /^(?:localhost|[^.]+|.*\.(?:localhost|local|internal|home\.arpa)|127\..*|0\.0\.0\.0|10\..*|192\.168\..*|169\.254\..*|172\.(?:1[6-9]|2\d|3[01])\..*|\[(?:::1?|f[cd].*|fe[89ab].*)\])$/;

/** The address under which others reach this studio; nothing where it runs on its own machine for one person, and a link leads nowhere. */
export function publicPage({ protocol, hostname, origin, pathname }: Location): string | undefined {
  return /^https?:$/.test(protocol) && !AT_HOME.test(hostname) ? origin + pathname : undefined;
}

/** Gives a chain as a `.chain.json`. */
export function saveAsFile(chain: ChainDocument): void {
  const name = chain.name.replaceAll(/[^\p{L}\p{N} _-]/gu, "").trim() || "chain";
  download(`${name}.chain.json`, new Blob([serialiseChain(chain)], { type: "application/json" }));
}
