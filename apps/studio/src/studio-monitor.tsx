import type { NodeId } from "@twobus/core";
import { MonitorProvider, useEditorState, type RawScope } from "@twobus/editor";
import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { nodeAt } from "./node-at.ts";
import type { Playback } from "./playback.ts";

/** Lets strips be soloed, or heard raw, or what a node changes, in what is played, never in what is bounced, as long as they are there. */
export function StudioMonitor({
  playback,
  onFailure,
  children,
}: {
  playback: Playback;
  onFailure: (error: unknown) => void;
  children: ReactNode;
}): ReactNode {
  const nodes = useEditorState(({ document }) => document.graphs[document.root]!.nodes);
  const [wanted, setWanted] = useState<ReadonlySet<NodeId>>(new Set());
  const heard = [...wanted].filter((id) => Object.hasOwn(nodes, id)).join();
  const solo = useMemo(() => (heard === "" ? [] : heard.split(",")), [heard]);
  const [raw, setRaw] = useState<RawScope | undefined>(undefined);
  const [asked, onDifference] = useState<string | undefined>(undefined);
  const difference = useEditorState(({ document }) =>
    asked === undefined || nodeAt(document, asked) === undefined ? undefined : asked,
  );
  const monitor = useMemo(
    () => ({ solo: new Set(solo), onSolo: setWanted, raw, onRaw: setRaw, difference, onDifference }),
    [solo, raw, difference],
  );
  const { player } = playback;
  const sent = useRef({ solo, difference });
  useEffect(() => {
    if (sent.current.solo === solo && sent.current.difference === difference) return;
    sent.current = { solo, difference };
    player.monitor({ solo, difference: difference ?? null }).catch(onFailure);
  }, [player, solo, difference, onFailure]);
  useEffect(() => playback.hearRaw(raw), [playback, raw]);
  return <MonitorProvider monitor={monitor}>{children}</MonitorProvider>;
}
