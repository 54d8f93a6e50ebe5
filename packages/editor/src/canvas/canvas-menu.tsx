import { splitEndpoint, splitInnerEndpoint, type ConnectionRecord, type NodeId } from "@twobus/core";
import { useReactFlow } from "@xyflow/react";
import { useCallback, useRef, type ReactNode } from "react";
import { flushSync } from "react-dom";
import { ActionMenu } from "../actions/action-menu.tsx";
import { ActionPalette } from "../actions/action-palette.tsx";
import type { ActionScope } from "../actions/action.ts";
import type { ScopeOf } from "../actions/stage.ts";
import { Chooser, type Option } from "../palette/chooser.tsx";
import { Popup } from "../palette/popup.tsx";
import { cableName, endName } from "../patching/describe-change.ts";
import { openEnds } from "../patching/open-ends.ts";
import { GroupMenu } from "../chains/group-menu.tsx";
import { useEditorState, useSession } from "../session/session-context.tsx";
import { AddMenu } from "./add-menu.tsx";
import type { Menu } from "./menu.ts";
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
  rename: "Rename",
  group: "Make a chain",
  context: "What can be done",
  actions: "Find an action or a node",
};

interface MenuContentProps extends CanvasMenuProps {
  readonly close: () => void;
  readonly closeAndDo: (work: (scope: ActionScope) => void) => void;
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
      return <CableMenu menu={menu} onMenu={onMenu} close={close} />;
    case "rename":
      return <RenameMenu node={menu.node} close={close} />;
    case "group":
      return <GroupMenu nodes={menu.nodes} onAdded={onAdded} close={close} />;
    case "context":
      return <ActionMenu subject={menu.subject} scope={scopeOf()} onPick={({ run }) => closeAndDo(run)} />;
    case "actions":
      return <ActionPalette scope={scopeOf()} onPick={closeAndDo} />;
  }
}

function ConnectMenu({ node, close }: { node: string; close: () => void }): ReactNode {
  const session = useSession();
  const { document, graph } = session.getState();
  const record = document.graphs[graph]!;
  const endpoint = `${node}.main`;
  const options = openEnds(document, graph, session.registry, { side: "output", endpoint })
    .toSorted((a, b) => Number(a.role === "key") - Number(b.role === "key"))
    .map(({ endpoint: to, role }): Option => ({
      key: to,
      name: endName(record, to, document.graphs),
      hint: role === "key" ? "key" : "audio",
      words: splitInnerEndpoint(to).steps,
    }));
  return (
    <Chooser
      label={`Connect ${endName(record, endpoint)} to`}
      options={options}
      empty="There is nothing that this can be connected to."
      onPick={({ key }) => {
        session.do({ kind: "connect", graph, from: endpoint, to: key });
        close();
      }}
    />
  );
}

type CableMenuProps = Pick<CanvasMenuProps, "onMenu"> & {
  readonly menu: Extract<Menu, { readonly kind: "disconnect" | "insert" }>;
  readonly close: () => void;
};

function CableMenu({ menu, onMenu, close }: CableMenuProps): ReactNode {
  const session = useSession();
  const { getInternalNode } = useReactFlow();
  const graph = useEditorState((state) => state.graph);
  const record = useEditorState(({ document }) => document.graphs[graph]!);
  const isNamed = ({ from, to }: ConnectionRecord): boolean =>
    splitEndpoint(from).node === menu.node || (menu.kind === "disconnect" && splitEndpoint(to).node === menu.node);
  const options = record.connections
    .filter(isNamed)
    .map(({ from, to }) => ({ key: `${from} ${to}`, name: cableName(record, from, to), from, to }));
  return (
    <Chooser
      label={TITLES[menu.kind]}
      options={options}
      empty="There are no cables here."
      onPick={({ from, to }) => {
        if (menu.kind === "disconnect") {
          session.do({ kind: "disconnect", graph, from, to });
          close();
        } else {
          const { x, y } = getInternalNode(menu.node)?.internals.positionAbsolute ?? { x: 0, y: 0 };
          onMenu({ kind: "add", at: menu.at, where: { kind: "middle", position: { x: x + 240, y }, from, to } });
        }
      }}
    />
  );
}
