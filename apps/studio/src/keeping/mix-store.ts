import { answerOf, change, STORES, storesOf, type Stores } from "./database.ts";
import { isKeptMix, type KeptMix, type KeptSnapshot, type KeptVersion } from "./records.ts";
import { nextVersion } from "./versions.ts";

/** A kept mix without its text. */
export type KeptSummary = Omit<KeptMix, "text" | "file"> & {
  /** Whether it lies in a file on a server, and only its versions are kept. */
  readonly isFile: boolean;
};

/** The mixes that this browser keeps. */
export class MixStore {
  readonly #database: IDBDatabase;
  /** Mixes whose next save begins a version: what is kept now stays. */
  readonly #beginning = new Set<string>();

  constructor(database: IDBDatabase) {
    this.#database = database;
  }

  /** The last saved first. Records that cannot be read are set aside. */
  async list(): Promise<KeptSummary[]> {
    const records: unknown[] = await answerOf(this.#reading().mixes.getAll());
    const kept = records.filter(isKeptMix);
    if (kept.length < records.length) await this.#setAsideDamaged();
    return kept
      .map(({ id, name, savedAtMs, media, file }) => ({
        id,
        name,
        savedAtMs,
        media,
        isFile: file !== undefined && file.handle === undefined,
      }))
      .toSorted((a, b) => b.savedAtMs - a.savedAtMs);
  }

  /** Nothing where there is no such mix, or none that can be read. */
  async read(id: string): Promise<KeptMix | undefined> {
    this.beginVersion(id);
    const record: unknown = await answerOf(this.#reading().mixes.get(id));
    if (record === undefined || isKeptMix(record)) return record;
    await this.#setAsideDamaged();
    return undefined;
  }

  /** The mix that was opened from a file on this machine, or saved to it, when it was here last. */
  async keptFrom(handle: FileSystemFileHandle): Promise<KeptMix | undefined> {
    const records: unknown[] = await answerOf(this.#reading().mixes.getAll());
    for (const record of records.filter(isKeptMix)) {
      if ((await record.file?.handle?.isSameEntry(handle)) === true) return this.read(record.id);
    }
    return undefined;
  }

  /** The next save begins a version: what is kept now stays. */
  beginVersion(id: string): void {
    this.#beginning.add(id);
  }

  /** The newest first. */
  async versions(id: string): Promise<KeptVersion[]> {
    const versions = await answerOf(this.#reading().versions.getAll(versionsOf(id)));
    return (versions as KeptVersion[]).toReversed();
  }

  /** States of a mix that were stored under letters. */
  async snapshots(id: string): Promise<readonly KeptSnapshot[]> {
    const snapshots = await answerOf(this.#reading().versions.getAll(snapshotsOf(id)));
    return snapshots as KeptSnapshot[];
  }

  /** Keeps a state of a mix under its letter, in place of the one before. */
  async saveSnapshot(snapshot: KeptSnapshot): Promise<void> {
    await change(this.#database, ({ versions }) => answerOf(versions.put(snapshot)));
  }

  /** Keeps a mix, and a version of it. All of that is on the disk afterwards, or nothing. */
  async save(mix: KeptMix): Promise<void> {
    await change(this.#database, async ({ mixes, versions }) => {
      const keys = await answerOf(versions.getAllKeys(versionsOf(mix.id)));
      const numbers = keys.map((key) => (key as [string, number])[1]);
      const last = numbers.at(-1);
      const newest =
        last === undefined || this.#beginning.has(mix.id)
          ? undefined
          : ((await answerOf(versions.get([mix.id, last]))) as KeptVersion);
      const { number, startedAtMs, dropped } = nextVersion(numbers, newest, mix.savedAtMs);
      for (const old of dropped) versions.delete([mix.id, old]);
      const version: KeptVersion = { mix: mix.id, number, startedAtMs, savedAtMs: mix.savedAtMs, text: mix.text };
      versions.put(version);
      await answerOf(mixes.put(mix));
    });
    this.#beginning.delete(mix.id);
  }

  /** Notes what the file of a mix holds now. */
  async noteFile(id: string, etag: string, text: string): Promise<void> {
    await change(this.#database, async ({ mixes }) => {
      const record: unknown = await answerOf(mixes.get(id));
      if (isKeptMix(record)) {
        const file = { ...record.file, etag, holdsEdits: record.text === text };
        await answerOf(mixes.put({ ...record, file }));
      }
    });
  }

  /** Forgets a mix, all versions of it and its snapshots. */
  async delete(id: string): Promise<void> {
    await change(this.#database, async ({ mixes, versions }) => {
      versions.delete(versionsOf(id));
      versions.delete(snapshotsOf(id));
      await answerOf(mixes.delete(id));
    });
  }

  /** Lays a copy of a mix where nothing overwrites it. */
  async setAside(mix: KeptMix, reason: string): Promise<void> {
    await change(this.#database, ({ setAside }) => answerOf(setAside.add({ reason, record: mix })));
  }

  #reading(): Stores {
    return storesOf(this.#database.transaction(Object.values(STORES)));
  }

  async #setAsideDamaged(): Promise<void> {
    await change(this.#database, async ({ mixes, setAside }) => {
      const records: unknown[] = await answerOf(mixes.getAll());
      const keys = await answerOf(mixes.getAllKeys());
      for (const [index, record] of records.entries()) {
        if (isKeptMix(record)) continue;
        setAside.add({ reason: "not the record of a mix", record });
        mixes.delete(keys[index]!);
      }
    });
  }
}

const versionsOf = (id: string): IDBKeyRange => IDBKeyRange.bound([id, 0], [id, Infinity]);
/** Letters sort after numbers, and arrays after letters. */
const snapshotsOf = (id: string): IDBKeyRange => IDBKeyRange.bound([id, ""], [id, []]);
