import { isStrip, outermostNode, splitEndpoint, type GraphId } from "@twobus/core";
import {
  useReactFlow,
  useStoreApi,
  type Connection,
  type Edge,
  type EdgeChange,
  type FinalConnectionState,
  type HandleType,
  type OnConnectStartParams,
} from "@xyflow/react";
import { useCallback, useMemo, useRef, useState } from "react";
import type { Position } from "../../patching/add-node.ts";
import { connectCommands, reconnectCommands } from "../../patching/connect.ts";
import { cableName } from "../../patching/describe-change.ts";
import { openEnds, portKey, type OpenEnd, type PortPlace } from "../../patching/open-ends.ts";
import type { EditorSession } from "../../session/editor-session.ts";
import { cableEnds, endpointOf } from "../../patching/cable-ends.ts";
import { afterPicks } from "../after-picks.ts";
import { frameOf } from "../frames/frame-id.ts";
import type { Menu } from "../menus/menu.ts";

interface Drawing {
  readonly start: PortPlace;
  readonly open: readonly OpenEnd[];
  readonly openKeys: ReadonlySet<string>;
}

interface Cables {
  /** Keys of the ports that the cable that is being drawn may lead to. */
  readonly openPorts: ReadonlySet<string> | undefined;
  readonly handlers: {
    readonly onEdgesChange: (changes: EdgeChange[]) => void;
    readonly onConnect: (connection: Connection) => void;
    readonly onConnectStart: (event: MouseEvent | TouchEvent, params: OnConnectStartParams) => void;
    readonly onConnectEnd: (event: MouseEvent | TouchEvent, state: FinalConnectionState) => void;
    readonly onReconnectStart: (event: unknown, edge: Edge) => void;
    readonly onReconnect: (edge: Edge, connection: Connection) => void;
    readonly onReconnectEnd: (
      event: MouseEvent | TouchEvent,
      edge: Edge,
      fixed: HandleType,
      state: FinalConnectionState,
    ) => void;
    readonly onClickConnectStart: (event: unknown, params: OnConnectStartParams) => void;
    readonly onClickConnectEnd: (event: MouseEvent | TouchEvent) => void;
    readonly onNodeClick: (event: unknown, node: { readonly id: string }) => void;
    readonly onTouchStartCapture: (event: { readonly touches: { readonly length: number } }) => void;
    readonly isValidConnection: (connection: Connection | Edge) => boolean;
  };
  /** Lets go of the cable that was begun with a tap. Returns whether there was one. */
  readonly letGo: () => boolean;
}

/** Drawing cables, moving their ends, and picking them. */
export function useCables(session: EditorSession, graph: GraphId, onMenu: (menu: Menu) => void): Cables {
  const { screenToFlowPosition } = useReactFlow();
  const store = useStoreApi();
  const [openPorts, setOpenPorts] = useState<ReadonlySet<string> | undefined>(undefined);
  const drawing = useRef<Drawing | undefined>(undefined);
  const moved = useRef<Edge | undefined>(undefined);
  /** A second finger has ended the drawing that the first one is still at. */
  const isCancelled = useRef(false);

  const stop = useCallback((): Drawing | undefined => {
    const drawn = drawing.current;
    drawing.current = undefined;
    setOpenPorts(undefined);
    return drawn;
  }, []);
  const letGo = useCallback((): boolean => {
    if (store.getState().connectionClickStartHandle === null) return false;
    store.setState({ connectionClickStartHandle: null });
    return stop() !== undefined;
  }, [store, stop]);

  const handlers = useMemo(() => {
    const { registry } = session;
    const begin = (start: PortPlace): void => {
      const without = moved.current === undefined ? undefined : cableEnds(moved.current.id);
      const open = openEnds(session.getState().document, graph, registry, start, without);
      drawing.current = { start, open, openKeys: new Set(open.map(portKey)) };
      setOpenPorts(drawing.current.openKeys);
    };
    const beginAt = ({ nodeId, handleId, handleType }: OnConnectStartParams): void => {
      if (nodeId === null) return;
      begin({ side: handleType === "source" ? "output" : "input", endpoint: endpointOf(nodeId, handleId) });
    };
    const connect = (from: string, to: string): void => {
      const { document, selection } = session.getState();
      session.doAll(connectCommands(document, graph, registry, { from, to }, selection));
    };
    const join = (start: PortPlace, end: string): void =>
      start.side === "output" ? connect(start.endpoint, end) : connect(end, start.endpoint);

    /** A cable that ends on a node goes to its main way in, or to whatever else is open there. */
    const endOn = (open: readonly OpenEnd[], node: string): string => {
      const there = open.filter(({ endpoint }) => outermostNode(endpoint) === node);
      return (there.find(({ role }) => role === "audio") ?? there[0])?.endpoint ?? `${node}.main`;
    };
    const joinNode = (drawn: Drawing, node: string): void => join(drawn.start, endOn(drawn.open, node));
    const cut = (cable: { readonly from: string; readonly to: string }): void => {
      const name = cableName(session.getState().document.graphs[graph]!, cable.from, cable.to);
      if (session.do({ kind: "disconnect", graph, ...cable }) === undefined) return;
      session.tell({
        code: "disconnected",
        at: name,
        message: "disconnected, as its end was let go of; undo brings it back",
      });
    };
    const openMenu = ({ start }: Drawing, at: Position): void => {
      const position = screenToFlowPosition(at);
      const { node, port } = splitEndpoint(start.endpoint);
      const record = session.getState().document.graphs[graph]!.nodes[node];
      const definition = record && registry.definition(record.type);
      const isBus = definition !== undefined && isStrip(definition) && port === "main";
      if (isBus && start.side === "input") onMenu({ kind: "pull", at, to: start.endpoint, position });
      else onMenu({ kind: "add", at, where: { kind: "cable", position, start, port: "main" } });
    };

    return {
      onEdgesChange: (changes: EdgeChange[]) => {
        const picks = changes.filter((change) => change.type === "select");
        if (picks.length === 0) return;
        const { selection, selectedCables } = session.getState();
        session.select(selection, afterPicks(selectedCables, picks));
      },
      onConnect: ({ source, sourceHandle, target, targetHandle }: Connection) => {
        if (isCancelled.current) return;
        connect(endpointOf(source, sourceHandle), endpointOf(target, targetHandle));
      },
      onConnectStart: (_: unknown, params: OnConnectStartParams) => {
        isCancelled.current = false;
        store.setState({ connectionClickStartHandle: null });
        beginAt(params);
      },
      onConnectEnd: (event: MouseEvent | TouchEvent, { isValid, toHandle }: FinalConnectionState) => {
        const drawn = stop();
        if (drawn === undefined || moved.current !== undefined || isValid === true) return;
        const at = pointOf(event);
        const node = nodeAt(at);
        // Tried all the same, so that the refusal says why.
        if (toHandle !== null) join(drawn.start, endpointOf(toHandle.nodeId, toHandle.id));
        else if (node === outermostNode(drawn.start.endpoint)) return;
        else if (node !== undefined) joinNode(drawn, node);
        else openMenu(drawn, at);
      },
      onReconnectStart: (_: unknown, edge: Edge) => {
        moved.current = edge;
      },
      onReconnect: (edge: Edge, { source, sourceHandle, target, targetHandle }: Connection) => {
        const after = { from: endpointOf(source, sourceHandle), to: endpointOf(target, targetHandle) };
        session.doAll(reconnectCommands(session.getState().document, graph, cableEnds(edge.id), after));
      },
      onReconnectEnd: (
        event: MouseEvent | TouchEvent,
        edge: Edge,
        fixed: HandleType,
        { isValid, toHandle }: FinalConnectionState,
      ) => {
        moved.current = undefined;
        if (isValid === true || isCancelled.current) return;
        const before = cableEnds(edge.id);
        const { document } = session.getState();
        const move = (end: string): void => {
          const after = fixed === "source" ? { ...before, to: end } : { ...before, from: end };
          session.doAll(reconnectCommands(document, graph, before, after));
        };
        if (toHandle !== null) return move(endpointOf(toHandle.nodeId, toHandle.id));
        const node = nodeAt(pointOf(event));
        if (node === undefined) return cut(before);
        if ([before.from, before.to].some((end) => outermostNode(end) === node)) return;
        const start: PortPlace =
          fixed === "source" ? { side: "output", endpoint: before.from } : { side: "input", endpoint: before.to };
        move(endOn(openEnds(document, graph, registry, start, before), node));
      },
      onClickConnectStart: (_: unknown, params: OnConnectStartParams) => {
        isCancelled.current = false;
        beginAt(params);
      },
      onClickConnectEnd: ({ target }: MouseEvent | TouchEvent) => {
        const drawn = stop();
        const handle = (target as Element).closest<HTMLElement>(".react-flow__handle");
        if (drawn === undefined || handle === null) return;
        const side = handle.classList.contains("source") ? "output" : "input";
        const endpoint = endpointOf(handle.dataset["nodeid"]!, handle.dataset["handleid"]);
        // Tried all the same, so that the refusal says why.
        if (side !== drawn.start.side && !drawn.openKeys.has(portKey({ side, endpoint }))) join(drawn.start, endpoint);
      },
      onNodeClick: (_: unknown, { id }: { readonly id: string }) => {
        const drawn = drawing.current;
        if (drawn === undefined || id === outermostNode(drawn.start.endpoint) || frameOf(id) !== undefined) return;
        if (letGo()) joinNode(drawn, id);
      },
      onTouchStartCapture: ({ touches }: { readonly touches: { readonly length: number } }) => {
        if (touches.length < 2 || drawing.current === undefined) return;
        isCancelled.current = true;
        stop();
        // The view goes on drawing until all fingers are gone: for it, they are.
        document.dispatchEvent(new TouchEvent("touchend"));
      },
      isValidConnection: ({ source, sourceHandle, target, targetHandle }: Connection | Edge) => {
        const open = drawing.current?.openKeys;
        if (open === undefined) return true;
        const from = portKey({ side: "output", endpoint: endpointOf(source, sourceHandle) });
        const to = portKey({ side: "input", endpoint: endpointOf(target, targetHandle) });
        return open.has(from) || open.has(to);
      },
    };
  }, [session, graph, onMenu, screenToFlowPosition, store, stop, letGo]);
  return { openPorts, handlers, letGo };
}

function pointOf(event: MouseEvent | TouchEvent): Position {
  const { clientX: x, clientY: y } = "changedTouches" in event ? event.changedTouches[0]! : event;
  return { x, y };
}

function nodeAt({ x, y }: Position): string | undefined {
  const id = document.elementFromPoint(x, y)?.closest<HTMLElement>(".react-flow__node")?.dataset["id"];
  return id === undefined || frameOf(id) !== undefined ? undefined : id;
}
