import type { ChainDocument, Problem } from "@twobus/core";
import {
  ActionsProvider,
  Breadcrumbs,
  Canvas,
  GraphTree,
  HistoryPanel,
  Inspector,
  KeyMapEditor,
  MeterProvider,
  NodeCurvesProvider,
  SessionProvider,
  StemIntakeProvider,
  useEditorState,
  type EditorSession,
} from "@twobus/editor";
import { useCallback, useEffect, useMemo, useState, type ReactNode } from "react";
import { PanelButtons } from "./actions/panel-buttons.tsx";
import { saveAs, saveNow, type SaveIn } from "./actions/save-now.ts";
import { useKeyMap } from "./actions/use-key-map.ts";
import { usePanels } from "./actions/use-panels.ts";
import { useStudioActions } from "./actions/use-studio-actions.ts";
import { Deliver } from "./bounce.tsx";
import buttons from "./buttons.module.css";
import { nodeCurves } from "./curves/node-curves.ts";
import type { Desk } from "./desk.ts";
import { Dialog } from "./dialog.tsx";
import type { ChosenFile } from "./intake/chosen-files.ts";
import { useStemIntake } from "./intake/use-stem-intake.ts";
import type { KeptState } from "./keeping/keeper.ts";
import { KeptStatus } from "./keeping/kept-status.tsx";
import { SaveProblem } from "./keeping/save-status.tsx";
import { keepPasted } from "./library/keep-pasted.ts";
import type { ChainLibrary } from "./library/library.ts";
import { useLibraryPanel } from "./library/use-library-panel.tsx";
import { ListeningNotice } from "./listening-notice.tsx";
import { MasterMeters } from "./master-meters.tsx";
import { snapshotActions } from "./snapshots/snapshot-actions.ts";
import { StudioMonitor } from "./studio-monitor.tsx";
import styles from "./studio.module.css";
import { problemOf } from "./problems/problem-of.ts";
import type { MissingRecording } from "./relink/match-missing.ts";
import { MissingButton } from "./relink/missing-button.tsx";
import { Transport } from "./transport/transport.tsx";
import { useLoop } from "./transport/use-loop.ts";

export interface WorkbenchProps {
  readonly desk: Desk;
  readonly library: ChainLibrary;
  readonly kept: KeptState;
  readonly missing: readonly MissingRecording[];
  readonly onStart: () => void;
  readonly onMissing: () => void;
  /** Absent where versions are not kept. */
  readonly onVersions: (() => void) | undefined;
  readonly onTakeOver: () => void;
  readonly onSaveIn: SaveIn;
  /** Takes files that are more than recordings for this mix. */
  readonly onFiles: (files: readonly ChosenFile[]) => void;
  readonly onProblem: (problem: Problem) => void;
}

/** How long an answer stays. */
const SAID_MS = 5000;

/** One mix: canvas, inspector, transport. */
export function Workbench({ desk, library, kept, missing, onSaveIn, onProblem, ...does }: WorkbenchProps): ReactNode {
  const { session, playback, mix } = desk;
  useTitle(session);
  const { file } = desk.keeper;
  const fail = useCallback((error: unknown) => onProblem(problemOf(error)), [onProblem]);
  const panels = usePanels();
  const [keyMap, setKeyMap] = useKeyMap();
  const [hasKeys, setKeysOpen] = useState(false);
  const naming = useState(false);
  const [, setNaming] = naming;
  const [said, setSaid] = useState("");
  const say = useCallback((text: string) => {
    setSaid(text);
    setTimeout(() => setSaid((now) => (now === text ? "" : now)), SAID_MS);
  }, []);
  const isElsewhere = kept.kind === "elsewhere";
  const { toggle } = panels;
  const onKeys = useCallback(() => setKeysOpen(true), []);
  const chains = useLibraryPanel({ panels, library, playback, media: mix.media, say, onProblem });
  const keepChain = useCallback(
    (chain: ChainDocument) => void keepPasted(chain, library, say, onProblem).catch(fail),
    [library, say, onProblem, fail],
  );
  const loop = useLoop({ playback, mix: mix.id, say, onFailure: fail });
  const save = useCallback(() => void saveNow(desk, onSaveIn).then(say, fail), [desk, onSaveIn, say, fail]);
  const saveElsewhere = useCallback(() => void saveAs(desk, onSaveIn).then(say, fail), [desk, onSaveIn, say, fail]);
  const stems = useStemIntake(desk, say, onProblem, does.onFiles);
  const ofLetters = useMemo(() => snapshotActions(desk.snapshots, say), [desk, say]);
  const actions = useStudioActions({
    more: useMemo(() => [...ofLetters, ...chains.actions], [ofLetters, chains.actions]),
    playback,
    loop,
    onFailure: fail,
    onSave: save,
    onSaveAs: saveElsewhere,
    onRename: useCallback(() => setNaming(true), [setNaming]),
    onMixes: does.onStart,
    onVersions: isElsewhere ? undefined : does.onVersions,
    onTree: useCallback(() => toggle("tree"), [toggle]),
    onHistory: useCallback(() => toggle("history"), [toggle]),
    onKeys,
  });
  return (
    <SessionProvider session={session}>
      <MeterProvider subscribe={playback.subscribeToMeters}>
        <ActionsProvider actions={actions} keyMap={keyMap}>
          <StudioMonitor playback={playback} onFailure={fail}>
            <header className={`${styles["bar"]} ${buttons["all"]}`}>
              <div>
                <button type="button" aria-haspopup="dialog" onClick={does.onStart}>
                  Mixes…
                </button>
                {does.onVersions !== undefined && !isElsewhere && (
                  <button type="button" aria-haspopup="dialog" onClick={does.onVersions}>
                    Versions…
                  </button>
                )}
              </div>
              <UndoButtons session={session} />
              <Transport playback={playback} loop={loop} onProblem={onProblem} />
              <Deliver
                media={mix.media}
                file={file}
                onSave={save}
                onSaveAs={file === undefined ? saveElsewhere : undefined}
                onProblem={onProblem}
              />
            </header>
            {file !== undefined && <SaveProblem file={file} />}
            <div className={styles["place"]}>
              <h1 className={styles["spoken"]}>Studio</h1>
              <Breadcrumbs naming={naming} />
              <Refusal />
              <ListeningNotice />
              <MissingButton missing={missing} onMissing={does.onMissing} />
              {(file === undefined || isElsewhere) && <KeptStatus kept={kept} onTakeOver={does.onTakeOver} />}
              <output className={styles["said"]}>{said}</output>
              <MasterMeters playback={playback} />
              <PanelButtons panels={panels} onKeys={onKeys} />
            </div>
            <div className={styles["bench"]} data-panels={panels.open.size > 0}>
              <NodeCurvesProvider curves={nodeCurves}>
                {panels.open.size > 0 && (
                  <aside className={styles["left"]} aria-label="Panels">
                    {chains.panel}
                    {panels.open.has("tree") && <GraphTree />}
                    {panels.open.has("history") && <HistoryPanel />}
                  </aside>
                )}
                <StemIntakeProvider intake={stems}>
                  <Canvas onChain={keepChain} />
                </StemIntakeProvider>
                <aside className={styles["side"]}>
                  <Inspector />
                </aside>
              </NodeCurvesProvider>
            </div>
            {chains.dialog}
            {hasKeys && (
              <Dialog title="Keys" onClose={() => setKeysOpen(false)}>
                <KeyMapEditor onChange={setKeyMap} />
              </Dialog>
            )}
          </StudioMonitor>
        </ActionsProvider>
      </MeterProvider>
    </SessionProvider>
  );
}

/** Tells the window from others. */
function useTitle(session: EditorSession): void {
  useEffect(() => {
    const show = (): void => {
      document.title = `${session.document.name} – Twobus`;
    };
    show();
    return session.subscribe(show);
  }, [session]);
}

function UndoButtons({ session }: { session: EditorSession }): ReactNode {
  const canUndo = useEditorState((state) => state.canUndo);
  const canRedo = useEditorState((state) => state.canRedo);
  return (
    <div>
      <button type="button" aria-label="Undo" title="Undo" disabled={!canUndo} onClick={() => session.undo()}>
        <span className={styles["long"]}>Undo</span>
        <span className={styles["short"]}>↶</span>
      </button>
      <button type="button" aria-label="Redo" title="Redo" disabled={!canRedo} onClick={() => session.redo()}>
        <span className={styles["long"]}>Redo</span>
        <span className={styles["short"]}>↷</span>
      </button>
    </div>
  );
}

/** Why the last edit was refused. */
function Refusal(): ReactNode {
  const refusal = useEditorState((state) => state.refusal);
  return (
    <p role="status" className={styles["refusal"]}>
      {refusal !== undefined && `${refusal.at}: ${refusal.message}`}
    </p>
  );
}
