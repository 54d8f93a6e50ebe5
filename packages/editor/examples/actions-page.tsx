import { ActionsProvider, Canvas, GraphTree, HistoryPanel, KeyMapEditor, type KeyMap } from "@twobus/editor";
import { useState, type ReactNode } from "react";

/** Stands inside a `SessionProvider`. */
export function ActionsPage({ save }: { save: () => void }): ReactNode {
  const [keyMap, setKeyMap] = useState<KeyMap>({});
  return (
    <ActionsProvider
      actions={[{ id: "save", name: "Save now", group: "Studio", keys: ["Mod+S"], reach: "text", run: save }]}
      keyMap={keyMap}
    >
      <GraphTree />
      <HistoryPanel />
      <div style={{ blockSize: 500 }}>
        <Canvas />
      </div>
      <KeyMapEditor onChange={setKeyMap} />
    </ActionsProvider>
  );
}
