import { counted, type Problem } from "@twobus/core";
import {
  Breadcrumbs,
  Canvas,
  Inspector,
  MeterProvider,
  NodeCurvesProvider,
  SessionProvider,
  useEditorState,
  type EditorSession,
} from "@twobus/editor";
import { useCallback, useEffect, type ReactNode } from "react";
import { Deliver } from "./bounce.tsx";
import { nodeCurves } from "./curves/node-curves.ts";
import type { Desk } from "./desk.ts";
import type { KeptState } from "./keeping/keeper.ts";
import { KeptStatus } from "./keeping/kept-status.tsx";
import { SaveProblem } from "./saving/save-status.tsx";
import { StudioMonitor } from "./studio-monitor.tsx";
import styles from "./studio.module.css";
import { problemOf, Transport } from "./transport.tsx";

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
  const { session, playback, mix, autosave } = desk;
  useUndoKeys(session);
  const fail = useCallback((error: unknown) => onProblem(problemOf(error)), [onProblem]);
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
          <Deliver media={mix.media} autosave={autosave} onProblem={onProblem} />
        </header>
        {autosave !== undefined && <SaveProblem autosave={autosave} />}
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
          <NodeCurvesProvider curves={nodeCurves}>
            <StudioMonitor player={playback.player} onFailure={fail}>
              <Canvas />
              <aside className={styles["side"]}>
                <Inspector />
              </aside>
            </StudioMonitor>
          </NodeCurvesProvider>
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
