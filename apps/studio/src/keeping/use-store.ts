import type { Problem } from "@twobus/core";
import { useEffect, useState } from "react";
import { openDatabase } from "./database.ts";
import { MixStore } from "./mix-store.ts";

/** What this browser keeps; `store` is absent where it keeps nothing, the whole while that is not known. */
export type Keeping = { readonly store: MixStore | undefined } | undefined;

export function useStore(onProblem: (problem: Problem) => void): Keeping {
  const [keeping, setKeeping] = useState<Keeping>(undefined);
  useEffect(() => {
    openDatabase().then(
      (database) => setKeeping({ store: new MixStore(database) }),
      (error: unknown) => {
        const message = `this browser keeps nothing for this page (${String(error)}): save the mix as a file before you leave`;
        onProblem({ code: "not-kept", at: "storage", message });
        setKeeping({ store: undefined });
      },
    );
  }, [onProblem]);
  return keeping;
}
