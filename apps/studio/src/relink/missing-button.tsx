import { counted } from "@twobus/core";
import { useEditorState } from "@twobus/editor";
import type { ReactNode } from "react";
import buttons from "../buttons.module.css";
import { playedOf, type MissingRecording } from "./match-missing.ts";

/** Says how many recordings that tracks play are missing; nothing where there is none. */
export function MissingButton({
  missing,
  onMissing,
}: {
  missing: readonly MissingRecording[];
  onMissing: () => void;
}): ReactNode {
  const count = useEditorState(({ document }) => playedOf(missing, document).length);
  if (count === 0) return null;
  return (
    <button type="button" aria-haspopup="dialog" className={buttons["one"]} onClick={onMissing}>
      {counted(count, "recording")} missing…
    </button>
  );
}
