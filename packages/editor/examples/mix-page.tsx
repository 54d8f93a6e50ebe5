import "@twobus/editor/theme.css";
import type { MixDocument, Registry } from "@twobus/core";
import {
  Breadcrumbs,
  Canvas,
  EditorSession,
  Inspector,
  MeterProvider,
  MonitorProvider,
  NodeCurvesProvider,
  SessionProvider,
  type NodeCurves,
  type SubscribeToMeters,
} from "@twobus/editor";
import { useEffect, useState, type ReactNode } from "react";

/** What plays the mix: the web renderer, or anything that can do the same. */
interface Player {
  readonly subscribe: SubscribeToMeters;
  readonly update: (document: MixDocument) => void;
  readonly solo: (nodes: ReadonlySet<string>) => void;
}

interface MixPageProps {
  readonly document: MixDocument;
  readonly registry: Registry;
  readonly player: Player;
  readonly curves: NodeCurves;
}

export function MixPage({ document, registry, player, curves }: MixPageProps): ReactNode {
  const [session] = useState(() => new EditorSession(document, registry));
  const [solo, onSolo] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => session.subscribe(() => player.update(session.document)), [session, player]);
  useEffect(() => player.solo(solo), [solo, player]);
  return (
    <SessionProvider session={session}>
      <MeterProvider subscribe={player.subscribe}>
        <NodeCurvesProvider curves={curves}>
          <MonitorProvider monitor={{ solo, onSolo }}>
            <Breadcrumbs />
            <div style={{ blockSize: 500 }}>
              <Canvas />
            </div>
            <Inspector />
          </MonitorProvider>
        </NodeCurvesProvider>
      </MeterProvider>
    </SessionProvider>
  );
}
