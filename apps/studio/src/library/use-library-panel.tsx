import type { ConnectionRecord } from "@twobus/core";
import type { Action, ActionScope } from "@twobus/editor";
import { lazy, Suspense, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from "react";
import type { Panels } from "../actions/use-panels.ts";
import type { LibraryPanelProps } from "./library-panel.tsx";

const LibraryPanel = lazy(() => import("./library-panel.tsx"));
const SaveChain = lazy(() => import("./save-chain.tsx"));

export interface LibraryPlaces {
  readonly actions: readonly Action[];
  readonly panel: ReactNode;
  readonly dialog: ReactNode;
}

interface Options extends Omit<LibraryPanelProps, "cables"> {
  readonly panels: Panels;
}

const NONE: readonly ConnectionRecord[] = [];

/** The library beside the canvas, what opens it, and how chains get into it. */
export function useLibraryPanel({ panels, ...props }: Options): LibraryPlaces {
  const { library, say } = props;
  const { open, show, toggle } = panels;
  const { arrived } = useSyncExternalStore(library.subscribe, library.getState);
  const [cables, setCables] = useState(NONE);
  const [saving, setSaving] = useState<Pick<ActionScope, "graph" | "nodes"> | undefined>(undefined);
  useEffect(() => {
    if (arrived !== undefined) show("library");
  }, [arrived, show]);
  const actions = useMemo(
    (): readonly Action[] => [
      {
        id: "library",
        name: "Show or hide the library",
        group: "Studio",
        words: ["chains", "presets", "panel"],
        keys: ["Shift+L"],
        run: () => toggle("library"),
      },
      {
        id: "chain-here",
        name: "Chain from the library…",
        group: "Chain",
        words: ["preset", "audition", "insert"],
        on: ["strip", "node", "cable", "canvas"],
        run: (scope) => {
          setCables(scope.cables.length === 1 ? scope.cables : NONE);
          show("library");
        },
      },
      {
        id: "save-chain",
        name: "Save as a chain…",
        group: "Chain",
        words: ["share", "export", "preset", "library"],
        on: ["strip", "node"],
        isPossible: ({ nodes }) => nodes.length > 0,
        run: ({ graph, nodes }) => setSaving({ graph, nodes }),
      },
    ],
    [toggle, show],
  );
  return {
    actions,
    panel: open.has("library") && (
      <Suspense>
        <LibraryPanel key={arrived ?? ""} {...props} cables={cables} />
      </Suspense>
    ),
    dialog: saving !== undefined && (
      <Suspense>
        <SaveChain library={library} {...saving} say={say} onClose={() => setSaving(undefined)} />
      </Suspense>
    ),
  };
}
