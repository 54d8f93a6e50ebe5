import type { Action } from "@twobus/editor";
import { SNAPSHOT_LETTERS } from "../keeping/records.ts";
import type { Snapshots } from "./snapshots.ts";

/** A key for each letter recalls what was stored under it; with Control and Alt it stores. `say` tells what came of it. */
export const snapshotActions = (snapshots: Snapshots, say: (text: string) => void): readonly Action[] =>
  SNAPSHOT_LETTERS.flatMap((letter, index): Action[] => [
    {
      id: `recall-${letter}`,
      name: `Recall snapshot ${letter}`,
      group: "Snapshots",
      words: ["state", "compare", "go back"],
      keys: [String(index + 1)],
      on: ["canvas"],
      isPossible: () => snapshots.has(letter),
      run: () => {
        if (snapshots.recall(letter)) say(`Snapshot ${letter} recalled.`);
      },
    },
    {
      id: `store-${letter}`,
      name: `Store snapshot ${letter}`,
      group: "Snapshots",
      words: ["state", "compare", "keep", "take"],
      keys: [`Mod+Alt+${index + 1}`],
      run: () => {
        void snapshots.take(letter);
        say(`Snapshot ${letter} stored.`);
      },
    },
  ]);
