import {
  Background,
  Controls,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
  useStoreApi,
  type FitViewOptions,
  type ReactFlowProps,
  type Viewport,
} from "@xyflow/react";
import type { ChainDocument, GraphId, NodeId } from "@twobus/core";
import "@xyflow/react/dist/style.css";
import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactNode,
} from "react";
import { isText, pressKey, useActions } from "../actions/actions-context.tsx";
import { useChainIntake } from "../chains/use-chain-intake.ts";
import type { Position } from "../patching/add-node.ts";
import { lastNode } from "../patching/walk.ts";
import { useEditorState, useSession } from "../session/session-context.tsx";
import { Announcer } from "./announcer.tsx";
import { CanvasActionsContext, type CanvasActions } from "./canvas-actions.ts";
import { CanvasMenu } from "./menus/canvas-menu.tsx";
import styles from "./canvas.module.css";
import { Cable } from "./cables/cable.tsx";
import { DraggedNodes } from "./dragging/dragged-nodes.ts";
import { EmptyChain } from "./empty-chain.tsx";
import { focusNode } from "./focus-node.ts";
import { FrameNode } from "./frames/frame-node.tsx";
import { GraphEnd } from "./nodes/graph-end.tsx";
import { GraphMap } from "./map/graph-map.tsx";
import { viewGraph, type CanvasNode } from "./graph-view.ts";
import { Guides } from "./dragging/guides.tsx";
import { Knife } from "./cables/knife.tsx";
import { LevelLayer, LevelLayerContext } from "./levels/level-layer.ts";
import { Levels } from "./levels/levels.tsx";
import type { Menu } from "./menus/menu.ts";
import { FAR_ZOOM, OPENED_PADDING, openedNodes } from "./nodes/opened-nodes.ts";
import { ProcessorNode } from "./nodes/processor-node.tsx";
import { RecordingDrop } from "./recordings/recording-drop.tsx";
import { Snapper } from "./dragging/snapper.ts";
import { StepAFrame } from "./dragging/step-a-frame.ts";
import { StripNode } from "./nodes/strip-node.tsx";
import { useCables } from "./cables/use-cables.ts";
import { useClipboard } from "./use-clipboard.ts";
import { useContextMenu } from "./menus/use-context-menu.ts";
import { useFrames } from "./frames/use-frames.ts";
import { useHover } from "./use-hover.ts";
import { useNodes } from "./nodes/use-nodes.ts";
import { useScope } from "./use-scope.ts";
import { useShownNodes } from "./nodes/use-shown-nodes.ts";
import { useSteady } from "./use-steady.ts";
import { useViewMoves } from "./use-view-moves.ts";

const nodeTypes = { strip: StripNode, processor: ProcessorNode, in: GraphEnd, out: GraphEnd, frame: FrameNode };
const edgeTypes = { cable: Cable };

const OPENED: FitViewOptions = { padding: OPENED_PADDING, minZoom: 0.1 };

type Opening = Pick<ReactFlowProps, "defaultViewport" | "fitView" | "fitViewOptions">;

interface CanvasProps {
  /** Told of a chain that was pasted and placed. */
  readonly onChain?: (chain: ChainDocument) => void;
}

/** The graph of a mix, of a strip's chain, or of a chain node: wire it, move it, open what is inside. */
export function Canvas({ onChain }: CanvasProps): ReactNode {
  const graph = useEditorState((state) => state.graph);
  const wasShown = useRef(false);
  /** Known once the page is laid out. */
  const [room, setRoom] = useState<HTMLElement | null>(null);
  const [views] = useState(() => new Map<GraphId, Viewport>());
  const [said, setSaid] = useState({ text: "", count: 0 });
  const say = useCallback((text: string) => setSaid(({ count }) => ({ text, count: count + 1 })), []);
  /** Where another graph comes into view, the keyboard goes on there. */
  const show = useCallback((takeFocus: () => void) => {
    const isElsewhere = globalThis.document.activeElement?.closest("[role=tree], [data-parameter]") != null;
    if (wasShown.current && !isElsewhere) takeFocus();
    wasShown.current = true;
  }, []);
  return (
    <div ref={setRoom} className={styles["canvas"]}>
      {room !== null && (
        <ReactFlowProvider key={graph}>
          <GraphCanvas room={room} views={views} onShown={show} say={say} {...(onChain !== undefined && { onChain })} />
        </ReactFlowProvider>
      )}
      <Announcer said={said} />
    </div>
  );
}

interface GraphCanvasProps extends CanvasProps {
  readonly room: HTMLElement;
  /** What was last seen of each graph: one comes back to it. */
  readonly views: Map<GraphId, Viewport>;
  readonly onShown: (takeFocus: () => void) => void;
  readonly say: (text: string) => void;
}

function GraphCanvas({ room, views, onShown, say, onChain }: GraphCanvasProps): ReactNode {
  const session = useSession();
  const document = useEditorState((state) => state.document);
  const graph = useEditorState((state) => state.graph);
  const path = useEditorState((state) => state.path);
  const selection = useEditorState((state) => state.selection);
  const selectedCables = useEditorState((state) => state.selectedCables);
  const record = document.graphs[graph]!;
  const view = useMemo(
    () => viewGraph(document, graph, path, session.registry, selection),
    [document, graph, path, session.registry, selection],
  );
  const canvas = useRef<HTMLDivElement>(null);
  const pressed = useRef(false);
  const [levels] = useState(() => new LevelLayer());
  const [menu, setMenu] = useState<Menu | undefined>(undefined);
  const { pointer, trackPointer } = usePointer(canvas);
  const store = useStoreApi<CanvasNode>();
  const [dragged] = useState(() => new DraggedNodes(store));
  const { splice, handlers: nodeHandlers } = useNodes(session, graph, dragged);
  const frames = useFrames(session, graph);
  const cables = useCables(session, graph, setMenu);
  const { openPorts, handlers: cableHandlers } = cables;
  const { cable: hovered, onWay, hoverCable, handlers: pointing } = useHover(record);
  const viewMoves = useViewMoves(canvas);
  const chains = useChainIntake(session, graph, onChain);
  const clipboard = useClipboard(session, graph, pointer, chains.takeText, say);
  const scopeOf = useScope({ session, canvas, pointer, clipboard, onMenu: setMenu, say });
  const contextMenu = useContextMenu({ session, onMenu: setMenu });
  const allActions = useActions();
  const { stage } = allActions;
  // At once: a key may be pressed before the next picture.
  useLayoutEffect(() => stage.enter(scopeOf), [stage, scopeOf]);
  const press = (event: KeyboardEvent): void => {
    const target = event.target as Element;
    if (event.key === "Escape" && cables.letGo()) return event.preventDefault();
    const place = isText(target) ? "text" : target.closest("[role=slider]") === null ? "canvas" : "page";
    if (pressKey(allActions, event, target, place, scopeOf)) return;
    // Elsewhere it leads on.
    if (event.key !== "Tab" || event.shiftKey || target !== canvas.current || !pressed.current) return;
    event.preventDefault();
    allActions.all.find(({ id }) => id === "add")!.run(scopeOf());
  };
  const isFar = useStore((state) => state.transform[2] < FAR_ZOOM);
  const flow = useReactFlow();
  const [opened] = useState((): Opening => {
    const defaultViewport = views.get(graph);
    if (defaultViewport !== undefined) return { defaultViewport };
    const nodes = path.length === 0 ? openedNodes(record, view.nodes, room.getBoundingClientRect()) : undefined;
    return { fitView: true, fitViewOptions: { ...OPENED, ...(nodes !== undefined && { nodes, maxZoom: 1 }) } };
  });

  const stop = [...selection][0] ?? lastNode(record);
  const nodes = useShownNodes({ frames: frames.nodes, nodes: view.nodes, stop, dragged, carried: frames.carried });
  const edges = useMemo(
    () =>
      view.edges.map((edge) => ({
        ...edge,
        selected: selectedCables.has(edge.id),
        // Elsewhere a drag from a port begins a new cable, however many end there.
        reconnectable: selectedCables.has(edge.id),
        className: (edge.id === splice ? styles["splice"] : onWay?.has(edge.id) === false ? styles["faded"] : "") ?? "",
        data: { ...edge.data, isPointedAt: edge.id === hovered },
      })),
    [view.edges, selectedCables, splice, onWay, hovered],
  );
  const actions = useMemo(
    (): CanvasActions => ({
      openPorts,
      hoverCable,
      insertOn: ({ from, to }, at, position) =>
        setMenu({ kind: "add", at, where: { kind: "middle", position, from, to } }),
    }),
    [openPorts, hoverCable],
  );
  const { takeChanges: takeFrames } = frames;
  const [snapper] = useState(() => new Snapper());
  const steps = useMemo(
    () => new StepAFrame((changes) => nodeHandlers.onNodesChange(takeFrames(snapper.take(changes, store.getState())))),
    [nodeHandlers, takeFrames, snapper, store],
  );
  useEffect(() => steps.stop, [steps]);
  const endMove = useCallback(
    (_: unknown, viewport: Viewport) => {
      viewMoves.end();
      views.set(graph, viewport);
    },
    [viewMoves, views, graph],
  );
  const open = useCallback((_: unknown, { id }: CanvasNode) => session.open(id), [session]);
  const takeFocus = (): void => {
    if (stop === undefined) canvas.current?.focus();
    else focusNode(canvas.current, stop, flow);
  };
  const focusAdded = useCallback(
    (node: NodeId) => {
      requestAnimationFrame(() => focusNode(canvas.current, node, flow));
    },
    [flow],
  );

  const takePress = ({ target }: PointerEvent): void => {
    const isPane = (target as Element).classList.contains("react-flow__pane");
    // What had the focus would be meant by keys, and not the cable that is selected.
    const isCable = (target as Element).closest(".react-flow__edge") !== null;
    if (isPane || isCable) canvas.current?.focus({ preventScroll: true });
    pressed.current = isPane;
  };
  const addAtPointer = (event: MouseEvent): void => {
    if (!(event.target as Element).classList.contains("react-flow__pane")) return;
    const at = { x: event.clientX, y: event.clientY };
    setMenu({ kind: "add", at, where: { kind: "free", position: flow.screenToFlowPosition(at) } });
  };

  return (
    <CanvasActionsContext value={actions}>
      <LevelLayerContext value={levels}>
        <ReactFlow
          ref={canvas}
          tabIndex={0}
          aria-label="Graph"
          data-far={isFar}
          data-connecting={openPorts !== undefined}
          nodes={useSteady(nodes)}
          edges={useSteady(edges)}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          {...nodeHandlers}
          {...cableHandlers}
          {...clipboard.handlers}
          {...chains.handlers}
          {...contextMenu}
          {...pointing}
          onNodesChange={steps.take}
          onNodeDoubleClick={open}
          onDoubleClick={addAtPointer}
          onPointerMove={trackPointer}
          onPointerDown={takePress}
          onBlur={() => (pressed.current = false)}
          onKeyDown={press}
          onInit={() => onShown(takeFocus)}
          zoomOnDoubleClick={false}
          edgesFocusable={false}
          disableKeyboardA11y
          deleteKeyCode={null}
          {...opened}
          onMoveStart={viewMoves.begin}
          onMoveEnd={endMove}
          minZoom={0.1}
          colorMode="system"
        >
          <Levels layer={levels} />
          <Guides snapper={snapper} />
          <Background />
          <Controls showInteractive={false} />
          <GraphMap />
          <EmptyChain onMenu={setMenu} />
        </ReactFlow>
      </LevelLayerContext>
      <Knife graph={graph} canvas={canvas} />
      <RecordingDrop canvas={canvas} onAdded={focusAdded} />
      {menu !== undefined && <CanvasMenu menu={menu} scopeOf={scopeOf} onMenu={setMenu} onAdded={focusAdded} />}
    </CanvasActionsContext>
  );
}

/** Where the pointer was last over an element, else its middle. */
function usePointer(element: { readonly current: HTMLElement | null }): {
  readonly pointer: () => Position;
  readonly trackPointer: (event: { readonly clientX: number; readonly clientY: number }) => void;
} {
  const last = useRef<Position | undefined>(undefined);
  const pointer = useCallback((): Position => {
    if (last.current !== undefined) return last.current;
    const { x, y, width, height } = element.current!.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  }, [element]);
  const trackPointer = useCallback(({ clientX, clientY }: { clientX: number; clientY: number }) => {
    last.current = { x: clientX, y: clientY };
  }, []);
  return { pointer, trackPointer };
}
