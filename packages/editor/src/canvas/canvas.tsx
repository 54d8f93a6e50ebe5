import { Background, Controls, MiniMap, ReactFlow, ReactFlowProvider, useReactFlow, useStore } from "@xyflow/react";
import type { NodeId } from "@twobus/core";
import "@xyflow/react/dist/style.css";
import { useCallback, useMemo, useRef, useState, type MouseEvent, type PointerEvent, type ReactNode } from "react";
import type { Position } from "../patching/add-node.ts";
import { lastNode } from "../patching/walk.ts";
import { useEditorState, useSession } from "../session/session-context.tsx";
import { Announcer } from "./announcer.tsx";
import { CanvasActionsContext, type CanvasActions } from "./canvas-actions.ts";
import { CanvasMenu } from "./canvas-menu.tsx";
import styles from "./canvas.module.css";
import { Cable } from "./cable.tsx";
import { focusNode } from "./focus-node.ts";
import { GraphEnd } from "./graph-end.tsx";
import { viewGraph } from "./graph-view.ts";
import { LevelLayer, LevelLayerContext } from "./level-layer.ts";
import { Levels } from "./levels.tsx";
import type { Menu } from "./menu.ts";
import { nodeName } from "./node-name.ts";
import { ProcessorNode } from "./processor-node.tsx";
import { StripNode } from "./strip-node.tsx";
import { useCables } from "./use-cables.ts";
import { useClipboard } from "./use-clipboard.ts";
import { useHover } from "./use-hover.ts";
import { useKeys } from "./use-keys.ts";
import { useNodes } from "./use-nodes.ts";
import { useSteady } from "./use-steady.ts";

const nodeTypes = { strip: StripNode, processor: ProcessorNode, in: GraphEnd, out: GraphEnd };
const edgeTypes = { cable: Cable };

/** Below this zoom only names and levels are shown. */
const FAR_ZOOM = 0.6;

interface Identified {
  readonly id: string;
}

/** The graph of a mix, of a strip's chain, or of a chain node: wire it, move it, open what is inside. */
export function Canvas(): ReactNode {
  const graph = useEditorState((state) => state.graph);
  const wasShown = useRef(false);
  /** Where another graph comes into view, the keyboard goes on there. */
  const show = useCallback((takeFocus: () => void) => {
    if (wasShown.current) takeFocus();
    wasShown.current = true;
  }, []);
  return (
    <div className={styles["canvas"]}>
      <ReactFlowProvider key={graph}>
        <GraphCanvas onShown={show} />
      </ReactFlowProvider>
      <Announcer />
    </div>
  );
}

function GraphCanvas({ onShown }: { onShown: (takeFocus: () => void) => void }): ReactNode {
  const session = useSession();
  const document = useEditorState((state) => state.document);
  const graph = useEditorState((state) => state.graph);
  const path = useEditorState((state) => state.path);
  const selection = useEditorState((state) => state.selection);
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
  const { dragged, splice, handlers: nodeHandlers } = useNodes(session, graph);
  const { openPorts, selected: selectedCables, handlers: cableHandlers } = useCables(session, graph, setMenu);
  const { cable: hovered, onWay, hoverNode, hoverCable } = useHover(record);
  const { duplicate, handlers: clipboardHandlers } = useClipboard(session, graph, pointer);
  const wasPressed = useCallback(() => pressed.current, []);
  const press = useKeys({ session, graph, canvas, selectedCables, pointer, duplicate, onMenu: setMenu, wasPressed });
  const isFar = useStore((state) => state.transform[2] < FAR_ZOOM);
  const flow = useReactFlow();

  const stop = [...selection][0] ?? lastNode(record);
  const nodes = useMemo(
    () =>
      view.nodes.map((node) => ({
        ...node,
        ...(dragged.has(node.id) && { position: dragged.get(node.id)! }),
        ariaLabel: nodeName(node),
        // One stop for the Tab key; from there the arrows lead along the sound.
        domAttributes: { tabIndex: node.id === stop ? 0 : -1 },
      })),
    [view.nodes, dragged, stop],
  );
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
  // Handlers that were new each time would draw all nodes and cables again. What is dragged over others points at none of them.
  const nodePointing = useMemo(
    () => ({
      onNodeMouseEnter: ({ buttons }: MouseEvent, { id }: Identified) => {
        if (buttons === 0) hoverNode(id);
      },
      onNodeMouseLeave: () => hoverNode(undefined),
      onNodeDoubleClick: (_: unknown, { id }: Identified) => session.open(id),
      onEdgeMouseEnter: ({ buttons }: MouseEvent, { id }: Identified) => {
        if (buttons === 0) hoverCable(id);
      },
      onEdgeMouseLeave: () => hoverCable(undefined),
    }),
    [hoverNode, hoverCable, session],
  );
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
    if (isPane) canvas.current?.focus({ preventScroll: true });
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
          {...clipboardHandlers}
          {...nodePointing}
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
          fitView
          fitViewOptions={{ padding: 0.04 }}
          minZoom={0.1}
          colorMode="system"
        >
          <Levels layer={levels} />
          <Background />
          <Controls />
          <MiniMap pannable zoomable ariaLabel="Map of the graph" />
        </ReactFlow>
      </LevelLayerContext>
      {menu !== undefined && <CanvasMenu menu={menu} onMenu={setMenu} onAdded={focusAdded} />}
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
