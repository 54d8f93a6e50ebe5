import { useEffect, useRef, useState, type ReactNode } from "react";
import { describeChange } from "../patching/describe-change.ts";
import { useEditorState } from "../session/session-context.tsx";
import styles from "./canvas.module.css";

/** Tells those who do not see the canvas what an edit or its undo has done. */
export function Announcer(): ReactNode {
  const document = useEditorState((state) => state.document);
  const before = useRef(document);
  const [text, setText] = useState("");
  useEffect(() => {
    const change = describeChange(before.current, document);
    before.current = document;
    if (change !== "") setText(change);
  }, [document]);
  return (
    <p role="status" className={styles["spoken"]}>
      {text}
    </p>
  );
}
