import { counted, type Problem } from "@twobus/core";
import {
  Breadcrumbs,
  Canvas,
  Inspector,
  MeterProvider,
  SessionProvider,
  useEditorState,
  type EditorSession,
} from "@twobus/editor";
import { useEffect, type ReactNode } from "react";
import { Deliver } from "./bounce.tsx";
import type { Desk } from "./desk.ts";
import type { KeptState } from "./keeping/keeper.ts";
import { KeptStatus } from "./keeping/kept-status.tsx";
import styles from "./studio.module.css";
import { Transport } from "./transport.tsx";

export interface WorkbenchProps {
  readonly desk: Desk;
  readonly kept: KeptState;
  readonly missingCount: number;
  readonly onStart: () => void;
  readonly onMissing: () => void;
  /** Absent where versions are not kept. */
  readonly onVersions: (() => void) | undefined;
  readonly onTakeOver: () => void;
  readonly onProblem: (problem: Problem) => void;
}

/** One mix: canvas, inspector, transport. */
export function Workbench({ desk, kept, missingCount, onProblem, ...does }: WorkbenchProps): ReactNode {
  const { session, playback, mix } = desk;
  useUndoKeys(session);
  return (
    <SessionProvider session={session}>
      <MeterProvider subscribe={playback.subscribeToMeters}>
        <header className={styles["bar"]}>
          <div>
            <button type="button" aria-haspopup="dialog" onClick={does.onStart}>
              Mixes…
            </button>
            {does.onVersions !== undefined && kept.kind !== "elsewhere" && (
              <button type="button" aria-haspopup="dialog" onClick={does.onVersions}>
                Versions…
              </button>
            )}
          </div>
          <UndoButtons session={session} />
          <Transport playback={playback} onProblem={onProblem} />
          <Deliver media={mix.media} onProblem={onProblem} />
        </header>
        <div className={styles["place"]}>
          <Breadcrumbs />
          <Refusal />
          {missingCount > 0 && (
            <button type="button" aria-haspopup="dialog" onClick={does.onMissing}>
              {counted(missingCount, "recording")} missing…
            </button>
          )}
          <KeptStatus kept={kept} onTakeOver={does.onTakeOver} />
        </div>
        <div className={styles["bench"]}>
          <Canvas />
          <aside className={styles["side"]}>
            <Inspector />
          </aside>
        </div>
      </MeterProvider>
    </SessionProvider>
  );
}

function useUndoKeys(session: EditorSession): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
      if (isTyping || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
      event.preventDefault();
      if (event.shiftKey) session.redo();
      else session.undo();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [session]);
}

function UndoButtons({ session }: { session: EditorSession }): ReactNode {
  const canUndo = useEditorState((state) => state.canUndo);
  const canRedo = useEditorState((state) => state.canRedo);
  return (
    <div>
      <button type="button" disabled={!canUndo} onClick={() => session.undo()}>
        Undo
      </button>
      <button type="button" disabled={!canRedo} onClick={() => session.redo()}>
        Redo
      </button>
    </div>
  );
}

/** Why the last edit was refused. */
function Refusal(): ReactNode {
  const refusal = useEditorState((state) => state.refusal);
  return (
    <p role="status" className={styles["refusal"]}>
      {refusal?.message}
    </p>
  );
}
