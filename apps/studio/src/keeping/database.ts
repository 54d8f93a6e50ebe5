/** Kept mixes, their versions, and records that could not be read. */
export const STORES = { mixes: "mixes", versions: "versions", setAside: "set-aside" } as const;

/** Opens the studio's database. Rejects as well where the browser has none at all. */
export async function openDatabase(name = "twobus-studio"): Promise<IDBDatabase> {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => {
    const database = opening.result;
    database.createObjectStore(STORES.mixes, { keyPath: "id" });
    database.createObjectStore(STORES.versions, { keyPath: ["mix", "number"] });
    database.createObjectStore(STORES.setAside, { autoIncrement: true });
  };
  return answerOf(opening);
}

/** What a request answers. */
export function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("the database gave no answer"));
  });
}

/** Does all of `work` or nothing of it, and waits until it is on the disk. */
export async function change<T>(database: IDBDatabase, work: (stores: Stores) => Promise<T>): Promise<T> {
  const transaction = database.transaction(Object.values(STORES), "readwrite", { durability: "strict" });
  const done = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error("the database took nothing"));
  });
  try {
    const result = await work(storesOf(transaction));
    await done;
    return result;
  } catch (error) {
    done.catch(() => {});
    if (transaction.error === null) abort(transaction);
    throw transaction.error ?? error;
  }
}

/** The object stores within one transaction. */
export interface Stores {
  readonly mixes: IDBObjectStore;
  readonly versions: IDBObjectStore;
  readonly setAside: IDBObjectStore;
}

/** For reading alone. */
export const storesOf = (transaction: IDBTransaction): Stores => ({
  mixes: transaction.objectStore(STORES.mixes),
  versions: transaction.objectStore(STORES.versions),
  setAside: transaction.objectStore(STORES.setAside),
});

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    // It is over already.
  }
}
