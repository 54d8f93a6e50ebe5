import { useEffect, useMemo, useRef, type ReactNode } from "react";
import { useEditorState, useSession } from "../session/session-context.tsx";
import styles from "./history-panel.module.css";
import { nameGesture } from "./name-gesture.ts";

/** All that was done, the last at the top, with what was undone dim above it; each leads there. */
export function HistoryPanel(): ReactNode {
  const session = useSession();
  const document = useEditorState((state) => state.document);
  const steps = useMemo(() => {
    const { done, undone } = session.gestures();
    const named = [...done, ...undone.toReversed()].map((gesture, index) => ({
      count: index + 1,
      name: nameGesture(gesture, session.registry),
      isDone: index < done.length,
    }));
    return { now: done.length, list: [{ count: 0, name: "As it was opened", isDone: true }, ...named].toReversed() };
    // A change of the document is a change of the history.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [session, document]);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    list.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }, [steps.now]);
  return (
    <section className={styles["history"]} aria-label="History">
      <h2>History</h2>
      {steps.list.length === 1 && <p>What you do to the mix is listed here; press a line to have it as it was then.</p>}
      <ol ref={list} reversed>
        {steps.list.map(({ count, name, isDone }) => (
          <li key={count}>
            <button
              type="button"
              data-done={isDone}
              aria-current={count === steps.now ? "step" : undefined}
              onClick={() => session.goToGesture(count)}
            >
              {name}
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
