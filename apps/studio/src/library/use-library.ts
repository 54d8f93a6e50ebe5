import { useCallback, useEffect, useState } from "react";
import type { ChosenFile } from "../intake/chosen-files.ts";
import { ChainLibrary } from "./library.ts";

const CHAIN_NAME = /\.chain\.json$/i;

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
      for (const { path, file } of files.filter((one) => CHAIN_NAME.test(one.path))) {
        file
          .text()
          .then((text) => library.take(text, path))
          .catch(onError);
      }
      return files.filter(({ path }) => !CHAIN_NAME.test(path));
    },
    [library, onError],
  );
  return { library, takeChains };
}
