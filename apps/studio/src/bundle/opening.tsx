import type { Problem } from "@twobus/core";
import { useEffect, useState, type ReactNode } from "react";
import { Dialog } from "../dialog.tsx";
import type { ChosenFile } from "../intake/chosen-files.ts";
import type { MixStore } from "../keeping/mix-store.ts";
import { storageProblem } from "../keeping/storage-problem.ts";
import { openBundle } from "./open-bundle.ts";
import { openFolder } from "./open-folder.ts";

/** Copies a mix and its recordings out of a bundle, or from where they lie beside it; closing it stops that. */
export default function Opening({
  mix,
  beside,
  store,
  onMade,
  onClose,
}: {
  mix: ChosenFile;
  beside: readonly ChosenFile[] | undefined;
  store: MixStore;
  onMade: (id: string) => void;
  onClose: () => void;
}): ReactNode {
  const [progress, setProgress] = useState(0);
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  useEffect(() => {
    const over = new AbortController();
    const opening =
      beside === undefined
        ? openBundle(store, mix.file, setProgress, over.signal)
        : openFolder(store, mix, beside, setProgress, over.signal);
    opening.then(
      (id) => over.signal.aborted || onMade(id),
      (error: unknown) => over.signal.aborted || setProblem(storageProblem(error, mix.file.name)),
    );
    return () => over.abort();
  }, [mix, beside, store, onMade]);
  return (
    <Dialog title={`Opening ${mix.file.name}`} onClose={onClose}>
      {problem === undefined ? (
        <progress value={progress} aria-label="Copying recordings" />
      ) : (
        <p role="alert">
          <strong>{problem.at}</strong>: {problem.message}.
        </p>
      )}
    </Dialog>
  );
}
