import { serialiseMix, type MixDocument, type Problem } from "@twobus/core";
import type { MixStore } from "../keeping/mix-store.ts";
import { documentIn } from "../keeping/opened-mix.ts";
import type { SnapshotLetter } from "../keeping/records.ts";
import { storageProblem } from "../keeping/storage-problem.ts";

/** What of a mix under edit its snapshots need. */
interface Recallable {
  readonly document: MixDocument;
  replace(document: MixDocument, name: string): void;
}

interface SnapshotsOptions {
  /** The kept mix's id. */
  readonly mix: string;
  readonly session: Recallable;
  /** Absent where this browser keeps nothing: then they last as long as the page. */
  readonly store: Pick<MixStore, "snapshots" | "saveSnapshot"> | undefined;
  readonly onProblem: (problem: Problem) => void;
}

/** States of a whole mix under letters, to go back and forth between. They are kept beside its versions, and are no part of it. */
export interface Snapshots {
  /** Resolves when those that were kept are there. */
  readonly loaded: Promise<void>;
  has(letter: SnapshotLetter): boolean;
  /** Keeps the mix as it is now. Resolves when that is on the disk, or said not to be. */
  take(letter: SnapshotLetter): Promise<void>;
  /** Makes the mix what it was, as one entry to undo. Returns whether it is that now. */
  recall(letter: SnapshotLetter): boolean;
}

export function createSnapshots({ mix, session, store, onProblem }: SnapshotsOptions): Snapshots {
  /** What was kept is text until it is recalled. */
  const taken = new Map<SnapshotLetter, MixDocument | string>();
  const load = async (): Promise<void> => {
    for (const { number: letter, text } of (await store?.snapshots(mix)) ?? []) {
      // What is taken meanwhile is newer.
      if (!taken.has(letter)) taken.set(letter, text);
    }
  };
  return {
    loaded: load().catch((error: unknown) => onProblem(storageProblem(error, "snapshots"))),
    has: (letter) => taken.has(letter),
    take: async (letter) => {
      const { document } = session;
      taken.set(letter, document);
      try {
        await store?.saveSnapshot({ mix, number: letter, text: serialiseMix(document) });
      } catch (error) {
        onProblem(storageProblem(error, nameOf(letter)));
      }
    },
    recall: (letter) => {
      const kept = taken.get(letter);
      if (kept === undefined) return false;
      try {
        const document = typeof kept === "string" ? documentIn(kept, nameOf(letter)) : kept;
        taken.set(letter, document);
        session.replace(document, `Recall ${nameOf(letter)}`);
        return session.document === document;
      } catch (error) {
        onProblem(storageProblem(error, nameOf(letter)));
        return false;
      }
    },
  };
}

const nameOf = (letter: SnapshotLetter): string => `snapshot ${letter}`;
