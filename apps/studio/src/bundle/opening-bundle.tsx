import type { Problem } from "@twobus/core";
import { useEffect, useState, type ReactNode } from "react";
import { Dialog } from "../dialog.tsx";
import type { MixStore } from "../keeping/mix-store.ts";
import { storageProblem } from "../keeping/storage-problem.ts";
import { openBundle } from "./open-bundle.ts";

/** Copies a mix and its recordings out of a bundle; closing it stops that. */
export default function OpeningBundle({
  file,
  store,
  onMade,
  onClose,
}: {
  file: File;
  store: MixStore;
  onMade: (id: string) => void;
  onClose: () => void;
}): ReactNode {
  const [progress, setProgress] = useState(0);
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  useEffect(() => {
    const over = new AbortController();
    openBundle(store, file, setProgress, over.signal).then(
      (id) => over.signal.aborted || onMade(id),
      (error: unknown) => over.signal.aborted || setProblem(storageProblem(error, file.name)),
    );
    return () => over.abort();
  }, [file, store, onMade]);
  return (
    <Dialog title={`Opening ${file.name}`} onClose={onClose}>
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
