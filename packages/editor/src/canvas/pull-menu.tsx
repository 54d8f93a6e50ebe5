import { splitEndpoint, type NodeId } from "@twobus/core";
import type { ReactNode } from "react";
import { PullPanel } from "../palette/pull-panel.tsx";
import type { Position } from "../patching/add-node.ts";
import { endName } from "../patching/describe-change.ts";
import { pullable, pullCommands, submixCommands } from "../patching/pull.ts";
import { useSession } from "../session/session-context.tsx";
import type { Menu } from "./menu.ts";

interface PullMenuProps {
  readonly at: Position;
  readonly to: string;
  readonly position: Position;
  readonly onMenu: (menu: Menu) => void;
  readonly onAdded: (node: NodeId) => void;
  readonly close: () => void;
}

/** What can be led into the input of a bus from which a cable was pulled. */
export function PullMenu({ at, to, position, onMenu, onAdded, close }: PullMenuProps): ReactNode {
  const session = useSession();
  const { registry } = session;
  const { document, graph } = session.getState();
  const { type } = document.graphs[graph]!.nodes[splitEndpoint(to).node]!;
  return (
    <PullPanel
      bus={endName(document.graphs[graph]!, to)}
      strips={pullable(document, graph, registry, to)}
      onSubmix={(label, picked) => {
        const { commands, node } = submixCommands(document, graph, registry, { to, ...picked, label, type, position });
        const isDone = session.doAll(commands);
        close();
        if (!isDone) return;
        session.select([node]);
        onAdded(node);
      }}
      onConnect={(picked) => {
        session.doAll(pullCommands(document, graph, registry, { to, ...picked }));
        close();
      }}
      onAddProcessor={() =>
        onMenu({
          kind: "add",
          at,
          where: { kind: "cable", position, start: { side: "input", endpoint: to }, port: "main" },
        })
      }
    />
  );
}
