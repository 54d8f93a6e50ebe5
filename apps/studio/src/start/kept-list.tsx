import { useEffect, useState, type ReactNode } from "react";
import { heldMixes } from "../keeping/mix-lock.ts";
import type { KeptSummary, MixStore } from "../keeping/mix-store.ts";
import { timeText } from "../keeping/opened-mix.ts";
import { deleteKept } from "../keeping/recordings.ts";

/** The mixes that this browser keeps, to open and to delete. */
export function KeptList({
  store,
  openId,
  onOpen,
}: {
  store: MixStore;
  openId: string | undefined;
  onOpen: (id: string) => void;
}): ReactNode {
  const [{ kept, held }, setShelf] = useState(NOTHING);
  const [doomed, setDoomed] = useState<string | undefined>(undefined);
  useEffect(() => void shelfOf(store).then(setShelf), [store]);
  if (kept.length === 0) return null;
  const remove = async (id: string): Promise<void> => {
    await deleteKept(store, id);
    setDoomed(undefined);
    setShelf(await shelfOf(store));
  };
  return (
    <section>
      <h2>Kept in this browser</h2>
      <ul>
        {kept.map(({ id, name, savedAtMs, isFile }) => (
          <li key={id}>
            <span>
              {name} <small>{timeText(savedAtMs)}</small> {isFile && <small>versions of a file</small>}
            </span>
            {id === openId ? (
              <small>open</small>
            ) : (
              <>
                {held.has(id) && <small>open in another tab</small>}
                {!isFile && (
                  <button type="button" aria-label={`Open ${name}`} onClick={() => onOpen(id)}>
                    Open
                  </button>
                )}
                {doomed === id ? (
                  <button type="button" onClick={() => void remove(id)}>
                    Delete the mix, its versions and its copies of recordings
                  </button>
                ) : (
                  <button
                    type="button"
                    aria-label={`Delete ${name}`}
                    disabled={held.has(id)}
                    onClick={() => setDoomed(id)}
                  >
                    Delete
                  </button>
                )}
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface Shelf {
  readonly kept: readonly KeptSummary[];
  /** Mixes that some tab has open. */
  readonly held: ReadonlySet<string>;
}

const NOTHING: Shelf = { kept: [], held: new Set() };

const shelfOf = async (store: MixStore): Promise<Shelf> => ({ kept: await store.list(), held: await heldMixes() });
