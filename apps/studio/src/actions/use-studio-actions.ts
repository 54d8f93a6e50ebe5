import type { Action } from "@twobus/editor";
import { useCallback, useMemo } from "react";
import type { Playback } from "../playback.ts";
import { loopActions } from "../transport/loop-actions.ts";
import type { LoopControl } from "../transport/use-loop.ts";
import { studioActions, type StudioDeeds } from "./studio-actions.ts";

interface Options extends Omit<StudioDeeds, "onPlay" | "onToStart"> {
  readonly playback: Playback;
  readonly loop: LoopControl;
  readonly onFailure: (error: unknown) => void;
  /** What belongs to the library, and to the snapshots. */
  readonly more: readonly Action[];
}

/** The studio's own actions, on what is open now. */
export function useStudioActions({ playback, loop, onFailure, more, ...deeds }: Options): readonly Action[] {
  const { onSave, onSaveAs, onRename, onMixes, onVersions, onTree, onHistory, onKeys } = deeds;
  const onPlay = useCallback(() => void playback.toggle().catch(onFailure), [playback, onFailure]);
  const onToStart = useCallback(() => void playback.player.seek(0).catch(onFailure), [playback, onFailure]);
  return useMemo(
    () => [
      ...studioActions({
        onPlay,
        onToStart,
        onSave,
        onSaveAs,
        onRename,
        onMixes,
        onVersions,
        onTree,
        onHistory,
        onKeys,
      }),
      ...loopActions(loop),
      ...more,
    ],
    [more, loop, onPlay, onToStart, onSave, onSaveAs, onRename, onMixes, onVersions, onTree, onHistory, onKeys],
  );
}
