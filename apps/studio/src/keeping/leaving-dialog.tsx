import type { MixDocument, Problem } from "@twobus/core";
import type { ReactNode } from "react";
import { Dialog } from "../dialog.tsx";
import { saveMix } from "../files/save-mix.ts";
import { problemOf } from "../problems/problem-of.ts";

/** Asks before edits go that are nowhere but on the screen. */
export function Leaving({
  document,
  onLeave,
  onProblem,
  onClose,
}: {
  document: MixDocument;
  onLeave: () => void;
  onProblem: (problem: Problem) => void;
  onClose: () => void;
}): ReactNode {
  const save = (): void => {
    saveMix(document).then(
      (isSaved) => isSaved && onLeave(),
      (error: unknown) => onProblem(problemOf(error)),
    );
  };
  return (
    <Dialog title="These edits are nowhere else" onClose={onClose}>
      <p>
        The last edits of <strong>{document.name}</strong> could not be saved, neither to a file nor in this browser.
      </p>
      <p>
        <button type="button" onClick={save}>
          Save a copy, then go on
        </button>{" "}
        <button type="button" onClick={onLeave}>
          Go on without them
        </button>
      </p>
    </Dialog>
  );
}
