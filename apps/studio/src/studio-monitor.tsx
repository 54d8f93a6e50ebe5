import type { NodeId } from "@twobus/core";
import { MonitorProvider, useEditorState } from "@twobus/editor";
import type { WebPlayer } from "@twobus/renderer-web";
import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";

/** Lets strips be soloed in what is played, never in what is bounced. What has gone from the mix is soloed no longer. */
export function StudioMonitor({
  player,
  onFailure,
  children,
}: {
  player: WebPlayer;
  onFailure: (error: unknown) => void;
  children: ReactNode;
}): ReactNode {
  const nodes = useEditorState(({ document }) => document.graphs[document.root]!.nodes);
  const [wanted, setWanted] = useState<ReadonlySet<NodeId>>(new Set());
  const heard = [...wanted].filter((id) => Object.hasOwn(nodes, id)).join();
  const solo = useMemo(() => (heard === "" ? [] : heard.split(",")), [heard]);
  const monitor = useMemo(() => ({ solo: new Set(solo), onSolo: setWanted }), [solo]);
  const sent = useRef(solo);
  useEffect(() => {
    if (sent.current === solo) return;
    sent.current = solo;
    player.monitor({ solo }).catch(onFailure);
  }, [player, solo, onFailure]);
  return <MonitorProvider monitor={monitor}>{children}</MonitorProvider>;
}
