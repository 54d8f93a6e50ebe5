import { heldMixes } from "../keeping/mix-lock.ts";
import type { MixStore } from "../keeping/mix-store.ts";
import { markedOpen } from "../keeping/open-marks.ts";
import { keptMix, mixAt } from "../keeping/opened-mix.ts";
import type { DeskRequest } from "../desk.ts";

/** What the address asks for, or else a mix that was open when its page died; nothing where the choice is free. */
export async function firstRequest(search: string, store: MixStore | undefined): Promise<DeskRequest | undefined> {
  const wishes = new URLSearchParams(search);
  const [address, kept] = [wishes.get("mix"), wishes.get("kept")];
  if (address !== null) return { load: () => mixAt(address, store) };
  if (store === undefined) return undefined;
  const id = kept ?? (await diedOpen(store));
  return id === undefined ? undefined : requestKept(store, id);
}

export const requestKept = (store: MixStore, id: string): DeskRequest => ({
  id,
  load: () => keptMix(store, id),
});

/** The mix that was saved last of those whose page ended without a word. */
async function diedOpen(store: MixStore): Promise<string | undefined> {
  const [marked, held] = [new Set(markedOpen()), await heldMixes()];
  return (await store.list()).find(({ id }) => marked.has(id) && !held.has(id))?.id;
}
