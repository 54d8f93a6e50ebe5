import { resolveAddress, type ChainPlace, type MixDocument } from "@twobus/core";

/** The node that an address names. */
export function placeAt(document: MixDocument, address: string): ChainPlace {
  const { graph, node } = resolveAddress(document, address);
  return { graph, node };
}
