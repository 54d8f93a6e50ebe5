import type { Problem } from "@twobus/core";
import {
  Breadcrumbs,
  Canvas,
  EditorSession,
  Inspector,
  MeterProvider,
  NodeCurvesProvider,
  SessionProvider,
  useEditorState,
} from "@twobus/editor";
import { useCallback, useEffect, useState, type ReactNode } from "react";
import { Deliver } from "./bounce.tsx";
import { nodeCurves } from "./curves/node-curves.ts";
import { openMix } from "./open-mix.ts";
import { createPlayback, type Playback } from "./playback.ts";
import { registry } from "./registry.ts";
import type { Autosave } from "./saving/autosave.ts";
import { SaveProblem } from "./saving/save-status.tsx";
import { saveToFile } from "./saving/save-to-file.ts";
import { StudioMonitor } from "./studio-monitor.tsx";
import styles from "./studio.module.css";
import { problemOf, Transport } from "./transport.tsx";

interface Opened {
  readonly session: EditorSession;
  readonly playback: Playback;
  readonly base: string;
  /** Where a server takes edits. */
  readonly autosave: Autosave | undefined;
}

/** The whole window: a mix from `address`, to be patched and heard. */
export function Studio({ address }: { address: string }): ReactNode {
  const [opened, setOpened] = useState<Opened | undefined>(undefined);
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  useEffect(() => {
    let playback: Playback | undefined;
    let autosave: Autosave | undefined;
    let isGone = false;
    const open = async (): Promise<void> => {
      const { document, base, file } = await openMix(address);
      if (isGone) return;
      const session = new EditorSession(document, registry);
      playback = createPlayback(session, base, setProblem);
      if (file !== undefined) autosave = saveToFile(session, file);
      setOpened({ session, playback, base, autosave });
    };
    open().catch((error: unknown) => setProblem(problemOf(error)));
    return () => {
      isGone = true;
      autosave?.dispose();
      void playback?.dispose();
    };
  }, [address]);

  return (
    <main className={styles["studio"]}>
      {opened !== undefined && <Workbench {...opened} onProblem={setProblem} />}
      {problem !== undefined && (
        <div role="alert" className={styles["problem"]}>
          <span>
            {problem.at}: {problem.message}
          </span>
          <button type="button" onClick={() => setProblem(undefined)}>
            Dismiss
          </button>
        </div>
      )}
    </main>
  );
}

function Workbench({
  session,
  playback,
  base,
  autosave,
  onProblem,
}: Opened & { onProblem: (problem: Problem) => void }): ReactNode {
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
  const fail = useCallback((error: unknown) => onProblem(problemOf(error)), [onProblem]);
  return (
    <SessionProvider session={session}>
      <MeterProvider subscribe={playback.subscribeToMeters}>
        <header className={styles["bar"]}>
          <UndoButtons session={session} />
          <Transport playback={playback} onProblem={onProblem} />
          <Deliver base={base} autosave={autosave} onProblem={onProblem} />
        </header>
        {autosave !== undefined && <SaveProblem autosave={autosave} />}
        <div className={styles["place"]}>
          <Breadcrumbs />
          <Refusal />
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
