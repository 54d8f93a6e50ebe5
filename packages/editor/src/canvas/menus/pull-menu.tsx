import { splitEndpoint, type NodeId } from "@twobus/core";
import { useReactFlow } from "@xyflow/react";
import type { ReactNode } from "react";
import { PullPanel } from "../../palette/pull-panel.tsx";
import { useStemIntake, type StemIntake } from "../../palette/stem-intake.tsx";
import type { Position } from "../../patching/add-node.ts";
import { endName } from "../../patching/describe-change.ts";
import { pullable, pullCommands, submixCommands } from "../../patching/pull.ts";
import { submixPlace } from "../../patching/submix-place.ts";
import { useSession } from "../../session/session-context.tsx";
import { BUS_SIZE, type CanvasNode } from "../graph-view.ts";
import type { Menu } from "./menu.ts";
import { boxesOf, useTakeStems } from "../recordings/use-take-stems.ts";

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
  const { getNodes } = useReactFlow<CanvasNode>();
  const intake = useStemIntake();
  const { node: target } = splitEndpoint(to);
  const { type } = document.graphs[graph]!.nodes[target]!;
  const takeStems = useTakeStems(onAdded)(to);
  const take = (from: (intake: StemIntake) => void): void => {
    close();
    from(intake!);
  };
  return (
    <PullPanel
      bus={endName(document.graphs[graph]!, to)}
      strips={pullable(document, graph, registry, to)}
      onSubmix={(label, picked) => {
        const placesFor = (id: NodeId): Readonly<Record<NodeId, Position>> =>
          submixPlace(boxesOf(getNodes()), { node: id, target, picked: picked.picked, ...BUS_SIZE });
        const { commands, node } = submixCommands(document, graph, registry, { to, ...picked, label, type, placesFor });
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
      files={
        intake && {
          onChoose: () => take(({ choose }) => choose(takeStems)),
          onDrop: (dropped) => take(({ drop }) => drop(dropped, takeStems)),
        }
      }
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
