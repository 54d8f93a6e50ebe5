import { serialiseMix, type MixDocument, type Problem } from "@twobus/core";
import { useEffect, useMemo, useState, type ReactNode } from "react";
import { Dialog } from "../dialog.tsx";
import type { MixStore } from "./mix-store.ts";
import { documentIn, timeText } from "./opened-mix.ts";
import type { KeptVersion } from "./records.ts";
import { storageProblem } from "./storage-problem.ts";

/** What the mix was like before, to go back to. What it is now stays a version too. */
export function Versions({
  store,
  id,
  document: shown,
  onChoose,
  onProblem,
  onClose,
}: {
  store: MixStore;
  id: string;
  /** The mix as it is. */
  document: MixDocument;
  onChoose: (document: MixDocument) => void;
  onProblem: (problem: Problem) => void;
  onClose: () => void;
}): ReactNode {
  const [versions, setVersions] = useState<readonly KeptVersion[]>([]);
  useEffect(() => {
    store.versions(id).then(setVersions, (error: unknown) => onProblem(storageProblem(error, id)));
  }, [store, id, onProblem]);
  const shownText = useMemo(() => serialiseMix(shown), [shown]);
  const choose = (version: KeptVersion): void => {
    try {
      const document = documentIn(version.text, timeText(version.savedAtMs));
      store.beginVersion(id);
      onChoose(document);
    } catch (error) {
      onProblem(storageProblem(error, timeText(version.savedAtMs)));
    }
  };
  return (
    <Dialog title="Versions" onClose={onClose}>
      {versions.length === 0 && <p>Nothing has changed yet: a version is kept with the first edit.</p>}
      <ul>
        {versions.map((version) => (
          <li key={version.number}>
            <span>{timeText(version.savedAtMs)}</span>
            {version.text === shownText ? (
              <small>as it is</small>
            ) : (
              <button type="button" onClick={() => choose(version)}>
                Go back to this
              </button>
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
