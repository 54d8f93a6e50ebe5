import { parseChain, serialiseChain, type ChainDocument } from "@twobus/core";
import { answerOf } from "../keeping/database.ts";

const STORE = "chains";

/** Made here, or taken in from elsewhere. */
export type KeptOrigin = "own" | "imported";

/** A chain as this browser keeps it. */
interface KeptChain {
  readonly id: string;
  readonly origin: KeptOrigin;
  /** As a `.chain.json`. */
  readonly text: string;
}

let opened: Promise<IDBDatabase> | undefined;

/** A database of its own: an older studio in another tab does not hold up the mixes. */
function database(): Promise<IDBDatabase> {
  if (opened === undefined) {
    const opening = indexedDB.open("twobus-chains", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "id" });
    opened = answerOf(opening);
  }
  return opened;
}

const storeFor = async (mode: IDBTransactionMode): Promise<IDBObjectStore> =>
  (await database()).transaction(STORE, mode).objectStore(STORE);

/** The chains that are kept. One that cannot be read, such as that of a newer studio, stays where it is. */
export async function keptChains(): Promise<readonly { readonly origin: KeptOrigin; readonly chain: ChainDocument }[]> {
  const records = (await answerOf((await storeFor("readonly")).getAll())) as KeptChain[];
  return records.flatMap(({ id, origin, text }) => {
    try {
      return [{ origin, chain: parseChain(text, id) }];
    } catch {
      return [];
    }
  });
}

/** Keeps all of them or none. */
export async function keepChains(
  chains: readonly { readonly id: string; readonly chain: ChainDocument }[],
  origin: KeptOrigin,
): Promise<void> {
  const store = await storeFor("readwrite");
  const { transaction } = store;
  for (const { id, chain } of chains) store.put({ id, origin, text: serialiseChain(chain) } satisfies KeptChain);
  await new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error("the database took nothing"));
  });
}

export async function forgetChain(id: string): Promise<void> {
  await answerOf((await storeFor("readwrite")).delete(id));
}
