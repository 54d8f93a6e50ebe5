import { useReactFlow } from "@xyflow/react";
import { useCallback, useMemo, type RefObject } from "react";
import type { ActionScope, CanvasHandle } from "../actions/action.ts";
import type { ScopeOf } from "../actions/stage.ts";
import { useMonitor } from "../monitor/monitor-context.tsx";
import { useLatestReadings } from "../meters/meter-source.tsx";
import { spokenLevel } from "../meters/spoken-level.ts";
import { useStemIntake } from "../palette/stem-intake.tsx";
import type { Position } from "../patching/add-node.ts";
import type { EditorSession } from "../session/editor-session.ts";
import { cableId } from "../patching/cable-ends.ts";
import { besideNode, focusNode } from "./focus-node.ts";
import { frameOf } from "./frames/frame-id.ts";
import { tidyPlaces } from "./graph-view.ts";
import type { Menu } from "./menus/menu.ts";
import { nearBuses, OPENED_PADDING } from "./nodes/opened-nodes.ts";
import type { Clipboard } from "./use-clipboard.ts";

interface ScopeOptions {
  readonly session: EditorSession;
  readonly canvas: RefObject<HTMLElement | null>;
  readonly pointer: () => Position;
  readonly clipboard: Clipboard;
  readonly onMenu: (menu: Menu) => void;
  readonly say: (text: string) => void;
}

/** What actions act on: the node or the frame that has the focus, or else what is selected. */
export function useScope(options: ScopeOptions): ScopeOf {
  const { session, canvas, pointer, clipboard, onMenu, say } = options;
  const readings = useLatestReadings();
  const flow = useReactFlow();
  const monitor = useMonitor();
  const recordings = useStemIntake();
  const handle = useMemo((): CanvasHandle => {
    const boxOf: CanvasHandle["boxOf"] = (id) => {
      const node = flow.getNode(id);
      return node && { ...node.position, width: node.width ?? 0, height: node.height ?? 0 };
    };
    return {
      boxOf,
      tidyPlaces: () => {
        const { document, graph } = session.getState();
        return tidyPlaces(document.graphs[graph]!, session.registry);
      },
      pointer,
      toCanvas: flow.screenToFlowPosition,
      focus: (node) => (node === undefined ? canvas.current?.focus() : focusNode(canvas.current, node, flow)),
      openMenu: (menu, beside) => {
        onMenu({
          at: typeof beside === "string" ? besideNode(canvas.current, beside) : (beside ?? pointer()),
          ...menu,
        });
      },
      // As the key of that name does where a system has it.
      openContextMenu: () => {
        const { activeElement, body } = document;
        const target = activeElement === null || activeElement === body ? canvas.current! : activeElement;
        const { x, y, width, height } = target.getBoundingClientRect();
        const [clientX, clientY] = [x + width / 2, y + height / 2];
        target.dispatchEvent(new MouseEvent("contextmenu", { bubbles: true, cancelable: true, clientX, clientY }));
      },
      fit: (nodes) =>
        void flow.fitView(
          nodes === undefined ? {} : { nodes: nodes.map((id) => ({ id })), maxZoom: 1.5, padding: 0.3 },
        ),
      fitBuses: () => {
        const { document: mix, graph } = session.getState();
        const nodes = nearBuses(mix.graphs[graph]!, flow.getNodes(), canvas.current!.getBoundingClientRect());
        if (nodes.length > 0) void flow.fitView({ nodes, maxZoom: 1, padding: OPENED_PADDING });
      },
      zoomTo: (zoom) => void flow.zoomTo(zoom),
      zoomBy: (factor) => void flow.zoomTo(flow.getZoom() * factor),
      copy: clipboard.copy,
      cut: clipboard.cut,
      paste: clipboard.paste,
      pasteSettings: clipboard.pasteSettings,
      duplicate: clipboard.duplicate,
      levelOf: (node) => spokenLevel(readings.current, [...session.getState().path, node].join("/")),
      say,
    };
  }, [session, canvas, pointer, clipboard, onMenu, say, readings, flow]);

  return useCallback(
    (named): ActionScope => {
      const { document: mix, graph, selection, selectedCables } = session.getState();
      const record = mix.graphs[graph]!;
      const inCanvas = canvas.current?.contains(document.activeElement) === true ? document.activeElement : null;
      const id = named ?? inCanvas?.closest<HTMLElement>(".react-flow__node")?.dataset["id"];
      const focused = id !== undefined && Object.hasOwn(record.nodes, id) ? id : undefined;
      const frame = id === undefined ? undefined : frameOf(id);
      const isSelection = frame === undefined && (focused === undefined || selection.has(focused));
      return {
        session,
        graph,
        record,
        node: focused ?? (isSelection && selection.size === 1 ? [...selection][0] : undefined),
        nodes: isSelection ? [...selection] : focused === undefined ? [] : [focused],
        cables: id === undefined ? record.connections.filter((cable) => selectedCables.has(cableId(cable))) : [],
        frame,
        monitor,
        recordings,
        canvas: handle,
      };
    },
    [session, canvas, monitor, recordings, handle],
  );
}
