import { isStrip, type GraphRecord, type NodeId } from "@twobus/core";
import { useMemo, useRef, type MouseEvent, type PointerEvent } from "react";
import type { Subject } from "./menu.ts";
import type { EditorSession } from "../../session/editor-session.ts";
import { frameOf } from "../frames/frame-id.ts";
import type { Menu } from "./menu.ts";

/** How long a finger rests before it means the menu, and how far it may slip meanwhile. */
const LONG_PRESS_MS = 500;
const SLIP_PIXELS = 10;

interface ContextMenuOptions {
  readonly session: EditorSession;
  readonly onMenu: (menu: Menu) => void;
}

type Handler<E> = (event: E) => void;

interface ContextMenu {
  readonly onContextMenu: Handler<MouseEvent>;
  readonly onPointerDownCapture: Handler<PointerEvent>;
  readonly onPointerMoveCapture: Handler<PointerEvent>;
  readonly onPointerUpCapture: Handler<PointerEvent>;
  readonly onPointerCancelCapture: Handler<PointerEvent>;
}

interface Resting {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** Opens the menu of what is pressed: with the other button, with its key, or with a finger that rests. */
export function useContextMenu({ session, onMenu }: ContextMenuOptions): ContextMenu {
  const resting = useRef<Resting>(undefined);
  return useMemo(() => {
    const open = (target: Element, x: number, y: number): void => {
      const { document, graph, selection, selectedCables } = session.getState();
      const box = target.closest<HTMLElement>(".react-flow__node")?.dataset["id"];
      const cable = target.closest<SVGElement>(".react-flow__edge")?.dataset["id"];
      const subject = subjectOf(document.graphs[graph]!, session, box, cable);
      if (cable !== undefined && !selectedCables.has(cable)) session.select([], [cable]);
      if (subject === "frame") session.select([]);
      if ((subject === "strip" || subject === "node") && !selection.has(box!)) session.select([box!]);
      target.closest<HTMLElement>("[tabindex]")?.focus({ preventScroll: true });
      onMenu({ kind: "context", subject, at: { x, y } });
    };
    const stop = (): void => {
      clearTimeout(resting.current?.timer);
      resting.current = undefined;
    };
    return {
      onContextMenu: (event) => {
        event.preventDefault();
        stop();
        open(event.target as Element, event.clientX, event.clientY);
      },
      onPointerDownCapture: ({ pointerType, pointerId: id, clientX: x, clientY: y, target }) => {
        const isSecond = resting.current !== undefined;
        stop();
        const isHeld = (target as Element).closest(".react-flow__handle, [role=slider], input, textarea") !== null;
        if (pointerType !== "touch" || isSecond || isHeld) return;
        const timer = setTimeout(() => {
          stop();
          open(target as Element, x, y);
        }, LONG_PRESS_MS);
        resting.current = { id, x, y, timer };
      },
      onPointerMoveCapture: ({ pointerId, clientX, clientY }) => {
        const { current } = resting;
        if (current?.id !== pointerId) return;
        if (Math.hypot(clientX - current.x, clientY - current.y) > SLIP_PIXELS) stop();
      },
      onPointerUpCapture: stop,
      onPointerCancelCapture: stop,
    };
  }, [session, onMenu]);
}

function subjectOf(
  { nodes }: GraphRecord,
  { registry }: EditorSession,
  box: NodeId | undefined,
  cable: string | undefined,
): Subject {
  if (cable !== undefined) return "cable";
  if (box === undefined) return "canvas";
  if (frameOf(box) !== undefined) return "frame";
  if (!Object.hasOwn(nodes, box)) return "canvas";
  const definition = registry.definition(nodes[box]!.type);
  return definition !== undefined && isStrip(definition) ? "strip" : "node";
}
