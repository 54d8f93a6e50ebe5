import { useEffect, useRef, useState, type ReactNode } from "react";
import { nameGesture } from "../history/name-gesture.ts";
import { describeChange } from "../patching/describe-change.ts";
import type { EditorSession } from "../session/editor-session.ts";
import { useEditorState, useSession } from "../session/session-context.tsx";
import styles from "./canvas.module.css";

/** What somebody asked for, and which answer it is. */
interface Said {
  readonly text: string;
  readonly count: number;
}

/** Tells those who do not see the canvas what an edit or its undo has done, and what they ask for. */
export function Announcer({ said }: { said: Said }): ReactNode {
  const session = useSession();
  const document = useEditorState((state) => state.document);
  const before = useRef({ document, ...session.gestures() });
  const [text, setText] = useState("");
  useEffect(() => {
    const after = { document, ...session.gestures() };
    const told = toldOf(before.current, after, session);
    before.current = after;
    if (told !== "") setText(told);
  }, [session, document]);
  return (
    <div className={styles["spoken"]}>
      <p role="status">{text}</p>
      <p role="status">
        {/* The same words twice are told twice. */}
        <span key={said.count}>{said.text}</span>
      </p>
    </div>
  );
}

type Moment = ReturnType<EditorSession["gestures"]> & { readonly document: Parameters<typeof describeChange>[0] };

function toldOf(before: Moment, after: Moment, { registry }: EditorSession): string {
  const [redone, undone] = [before.undone.length - after.undone.length, after.undone.length - before.undone.length];
  const isUndo = undone > 0 && after.done.length < before.done.length;
  // A new edit, too, leaves nothing undone.
  const isRedo = redone > 0 && after.done[before.done.length] === before.undone.at(-1);
  // Where a control was set it has told its value itself.
  if (isUndo) return undone > 1 ? `undone ${undone}` : `undone: ${nameGesture(after.undone.at(-1)!, registry)}`;
  if (isRedo) {
    return redone > 1 ? `done again ${redone}` : `done again: ${nameGesture(after.done.at(-1)!, registry)}`;
  }
  return describeChange(before.document, after.document);
}
