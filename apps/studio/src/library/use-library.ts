import { CHAIN_ENDING, PACK_ENDING } from "@twobus/core";
import { useCallback, useEffect, useState } from "react";
import type { ChosenFile } from "../intake/chosen-files.ts";
import { ChainLibrary } from "./library.ts";

const holdsChains = (path: string): boolean => path.toLowerCase().endsWith(CHAIN_ENDING) || PACK_ENDING.test(path);

export interface LibraryDoor {
  readonly library: ChainLibrary;
  /** Takes the chains among files; returns the other files. */
  readonly takeChains: (files: readonly ChosenFile[]) => ChosenFile[];
}

/** The library of this browser, and the ways into it from outside: files that are dropped, links that carry a chain. */
export function useLibrary(onError: (error: unknown) => void): LibraryDoor {
  const [library] = useState(() => new ChainLibrary());
  useEffect(() => {
    const takeLink = (): void => {
      const { hash, pathname, search } = location;
      if (!hash.startsWith("#twobus-chain=")) return;
      history.replaceState(history.state, "", pathname + search);
      library.take(hash, "link").catch(onError);
    };
    takeLink();
    addEventListener("hashchange", takeLink);
    return () => removeEventListener("hashchange", takeLink);
  }, [library, onError]);
  const takeChains = useCallback(
    (files: readonly ChosenFile[]): ChosenFile[] => {
      for (const { path, file } of files.filter((one) => holdsChains(one.path))) {
        library.takeFile(file, path).catch(onError);
      }
      return files.filter(({ path }) => !holdsChains(path));
    },
    [library, onError],
  );
  return { library, takeChains };
}
