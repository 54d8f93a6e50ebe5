import type { ChainDocument } from "@twobus/core";
import { factoryChains, loadChain } from "@twobus/nodes";

const fetchBytes = async (url: URL): Promise<ArrayBuffer> => (await fetch(url)).arrayBuffer();

/** The chains that come with Twobus. */
export const loadFactoryChains = (): Promise<ChainDocument[]> =>
  Promise.all(Object.keys(factoryChains).map((id) => loadChain(id, fetchBytes)));
