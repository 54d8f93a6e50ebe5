import { splitEndpoint, splitInnerEndpoint, type ConnectionRecord, type NodeId } from "@twobus/core";
import { useReactFlow } from "@xyflow/react";
import { useCallback, useRef, useState, type ReactNode } from "react";
import { flushSync } from "react-dom";
import { ActionMenu } from "../../actions/action-menu.tsx";
import { ActionPalette } from "../../actions/action-palette.tsx";
import type { ActionScope } from "../../actions/action.ts";
import type { ScopeOf } from "../../actions/stage.ts";
import { Chooser } from "../../palette/chooser.tsx";
import { Popup } from "../../palette/popup.tsx";
import { cableName, endName } from "../../patching/describe-change.ts";
import { connectCommands } from "../../patching/connect.ts";
import { openEnds, outputsOf } from "../../patching/open-ends.ts";
import { GroupMenu } from "../../chains/group-menu.tsx";
import { useEditorState, useSession } from "../../session/session-context.tsx";
import { AddMenu } from "./add-menu.tsx";
import { CableLevel } from "../cables/cable-level.tsx";
import type { Menu, Subject } from "./menu.ts";
import { PullMenu } from "./pull-menu.tsx";
import { RenameMenu } from "./rename-menu.tsx";

interface CanvasMenuProps {
  readonly menu: Menu;
  readonly scopeOf: ScopeOf;
  readonly onMenu: (menu: Menu | undefined) => void;
  readonly onAdded: (node: NodeId) => void;
}

/** What is open over the canvas. */
export function CanvasMenu({ menu, scopeOf, onMenu, onAdded }: CanvasMenuProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const close = useCallback(() => dialog.current?.close(), []);
  /** Where the focus is again when this is closed. */
  const picked = useRef<((scope: ActionScope) => void) | undefined>(undefined);
  const closeAndDo = useCallback((work: (scope: ActionScope) => void) => {
    picked.current = work;
    dialog.current?.close();
  }, []);
  const closed = (): void => {
    // That it has closed is told a moment later: another may have been opened in it by then.
    if (dialog.current?.open === true) return;
    // What is done next may open another.
    flushSync(() => onMenu(undefined));
    picked.current?.(scopeOf());
  };
  return (
    <Popup label={TITLES[menu.kind]} at={menu.at} dialog={dialog} shows={menu} onClose={closed}>
      <MenuContent
        key={menu.kind}
        menu={menu}
        scopeOf={scopeOf}
        onMenu={onMenu}
        onAdded={onAdded}
        close={close}
        closeAndDo={closeAndDo}
      />
    </Popup>
  );
}

const TITLES: Readonly<Record<Menu["kind"], string>> = {
  add: "Add a node",
  pull: "Pull from the bus",
  connect: "Connect to",
  disconnect: "Take a cable away",
  insert: "Insert on a cable",
  "choose-level": "Level of a cable",
  "choose-pan": "Pan of a cable",
  "choose-mute": "Silence a cable",
  level: "Level of the cable",
  pan: "Pan of the cable",
  rename: "Rename",
  group: "Make a chain",
  context: "What can be done",
  actions: "Find an action or a node",
};

interface MenuContentProps extends CanvasMenuProps {
  readonly close: () => void;
  readonly closeAndDo: (work: (scope: ActionScope) => void) => void;
}

interface ContextMenuProps extends Pick<MenuContentProps, "scopeOf" | "closeAndDo"> {
  readonly subject: Subject;
}

/** For what has the focus when it opens: it takes the focus itself. */
function ContextMenu({ subject, scopeOf, closeAndDo }: ContextMenuProps): ReactNode {
  const [scope] = useState(() => scopeOf());
  return <ActionMenu subject={subject} scope={scope} onPick={({ run }) => closeAndDo(run)} />;
}

function MenuContent({ menu, scopeOf, onMenu, onAdded, close, closeAndDo }: MenuContentProps): ReactNode {
  switch (menu.kind) {
    case "add":
      return <AddMenu where={menu.where} onAdded={onAdded} close={close} />;
    case "pull":
      return <PullMenu {...menu} onMenu={onMenu} onAdded={onAdded} close={close} />;
    case "connect":
      return <ConnectMenu node={menu.node} close={close} />;
    case "disconnect":
    case "insert":
    case "choose-level":
    case "choose-pan":
    case "choose-mute":
      return <CableMenu menu={menu} onMenu={onMenu} close={close} />;
    case "level":
    case "pan":
      return <CableLevel from={menu.from} to={menu.to} setting={menu.kind === "pan" ? "panPercent" : "gainDb"} />;
    case "rename":
      return <RenameMenu node={menu.node} close={close} />;
    case "group":
      return <GroupMenu nodes={menu.nodes} onAdded={onAdded} close={close} />;
    case "context":
      return <ContextMenu subject={menu.subject} scopeOf={scopeOf} closeAndDo={closeAndDo} />;
    case "actions":
      return <ActionPalette scope={scopeOf()} onPick={closeAndDo} />;
  }
}

function ConnectMenu({ node, close }: { node: string; close: () => void }): ReactNode {
  const session = useSession();
  const { document, graph, selection } = session.getState();
  const record = document.graphs[graph]!;
  const from = outputsOf(document, graph, session.registry, node);
  const options = from
    .flatMap((start) =>
      openEnds(document, graph, session.registry, { side: "output", endpoint: start }).map((end) => ({
        start,
        ...end,
      })),
    )
    .toSorted((a, b) => Number(a.role === "key") - Number(b.role === "key"))
    .map(({ start, endpoint: to, role }) => ({
      key: `${start} ${to}`,
      name: from.length === 1 ? endName(record, to, document.graphs) : cableName(record, start, to),
      hint: role === "key" ? "key" : "audio",
      words: splitInnerEndpoint(to).steps,
      start,
      to,
    }));
  return (
    <Chooser
      label={`Connect ${endName(record, from[0] ?? `${node}.main`)} to`}
      options={options}
      empty="There is nothing that this can be connected to."
      onPick={({ start, to }) => {
        session.doAll(connectCommands(document, graph, session.registry, { from: start, to }, selection));
        close();
      }}
    />
  );
}

type CableMenuProps = Pick<CanvasMenuProps, "onMenu"> & {
  readonly menu: Extract<Menu, { readonly node?: NodeId; readonly kind: "disconnect" | "insert" | `choose-${string}` }>;
  readonly close: () => void;
};

function CableMenu({ menu, onMenu, close }: CableMenuProps): ReactNode {
  const session = useSession();
  const { getInternalNode } = useReactFlow();
  const graph = useEditorState((state) => state.graph);
  const record = useEditorState(({ document }) => document.graphs[graph]!);
  const isNamed = ({ from, to }: ConnectionRecord): boolean =>
    menu.node === undefined || splitEndpoint(from).node === menu.node || splitEndpoint(to).node === menu.node;
  const options = record.connections.filter(isNamed).map(({ from, to, muted = false }) => ({
    key: `${from} ${to}`,
    name: cableName(record, from, to),
    ...(muted && { hint: "muted" }),
    from,
    to,
    muted,
  }));
  return (
    <Chooser
      label={TITLES[menu.kind]}
      options={options}
      empty="There are no cables here."
      onPick={({ from, to, muted }) => {
        if (menu.kind === "disconnect") {
          session.do({ kind: "disconnect", graph, from, to });
          close();
        } else if (menu.kind === "choose-mute") {
          session.do({ kind: "setConnection", graph, from, to, muted: !muted });
          close();
        } else if (menu.kind === "choose-level" || menu.kind === "choose-pan") {
          onMenu({ kind: menu.kind === "choose-pan" ? "pan" : "level", at: menu.at, from, to });
        } else {
          const { x, y } = getInternalNode(splitEndpoint(from).node)?.internals.positionAbsolute ?? { x: 0, y: 0 };
          onMenu({ kind: "add", at: menu.at, where: { kind: "middle", position: { x: x + 240, y }, from, to } });
        }
      }}
    />
  );
}
