import { fault, parseMix, upgradeNodes, type MixDocument } from "@twobus/core";
import { registry } from "./registry.ts";
import { fileOf, type ServedFile } from "./keeping/mix-file.ts";
import { mixText } from "./keeping/mix-text.ts";

/** A mix, and where its recordings lie. */
export interface OpenedMix {
  readonly document: MixDocument;
  /** The address that its files are relative to. */
  readonly base: string;
  /** Where edits are saved, if its server takes them. */
  readonly file: ServedFile | undefined;
}

/** Fetches a mix. Throws a `TwobusError` for one that is not there or cannot be read. */
export async function openMix(address: string): Promise<OpenedMix> {
  const url = new URL(address, location.href);
  const answer = await fetch(url);
  if (!answer.ok) throw fault("not-fetched", url.href, `there is no mix (${answer.status})`);
  const { document } = parseMix(await mixText(await answer.blob(), address), address);
  return {
    document: upgradeNodes(document, registry).document,
    base: new URL(".", url).href,
    file: fileOf(url.href, answer),
  };
}
