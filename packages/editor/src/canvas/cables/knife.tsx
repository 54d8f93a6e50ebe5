import type { Command, GraphId } from "@twobus/core";
import { useEffect, useRef, useState, type ReactNode, type RefObject } from "react";
import { useSession } from "../../session/session-context.tsx";
import { cableEnds } from "../../patching/cable-ends.ts";
import { isCrossing, type Point } from "./crossing.ts";
import styles from "./knife.module.css";

const OTHER_BUTTON = 2;
/** How far apart points of a cable are looked at, in its own pixels. */
const PIECE_PIXELS = 8;

/** Cuts the cables that a drag with Control and the other button goes through, all in one entry; Escape lets them be. */
export function Knife({ graph, canvas }: { graph: GraphId; canvas: RefObject<HTMLDivElement | null> }): ReactNode {
  const session = useSession();
  const [line, setLine] = useState<readonly Point[] | undefined>(undefined);
  const drawn = useRef<readonly Point[] | undefined>(undefined);
  useEffect(() => {
    const element = canvas.current!;
    const draw = (points: readonly Point[] | undefined): void => {
      drawn.current = points;
      setLine(points);
    };
    const isMeant = ({ ctrlKey, button }: MouseEvent): boolean => ctrlKey && button === OTHER_BUTTON;
    const keep = (event: Event): void => {
      event.preventDefault();
      event.stopPropagation();
    };
    const begin = (event: PointerEvent): void => {
      if (!isMeant(event)) return;
      keep(event);
      element.setPointerCapture(event.pointerId);
      draw([{ x: event.clientX, y: event.clientY }]);
    };
    const move = ({ clientX: x, clientY: y }: PointerEvent): void => {
      if (drawn.current !== undefined) draw([...drawn.current, { x, y }]);
    };
    const end = (): void => {
      const { current: points } = drawn;
      draw(undefined);
      if (points === undefined) return;
      const cut = [...element.querySelectorAll<SVGElement>(".react-flow__edge")].filter((cable) =>
        isCrossing(points, pointsOf(cable)),
      );
      const commands = cut.map((cable): Command => ({ kind: "disconnect", graph, ...cableEnds(cable.dataset["id"]!) }));
      if (commands.length > 0) session.doAll(commands);
    };
    const drop = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || drawn.current === undefined) return;
      keep(event);
      draw(undefined);
    };
    // Where it is a cut, neither the canvas is moved nor its menu opened.
    const leaveOut = (event: MouseEvent): void => {
      if (isMeant(event)) keep(event);
    };
    const listening = new AbortController();
    const { signal } = listening;
    element.addEventListener("pointerdown", begin, { capture: true, signal });
    element.addEventListener("mousedown", leaveOut, { capture: true, signal });
    element.addEventListener("contextmenu", leaveOut, { capture: true, signal });
    element.addEventListener("pointermove", move, { signal });
    element.addEventListener("pointerup", end, { signal });
    element.addEventListener("pointercancel", () => draw(undefined), { signal });
    addEventListener("keydown", drop, { capture: true, signal });
    return () => listening.abort();
  }, [session, graph, canvas]);
  if (line === undefined) return null;
  return (
    <svg className={styles["knife"]} aria-hidden="true">
      <polyline points={line.map(({ x, y }) => `${x},${y}`).join(" ")} />
    </svg>
  );
}

/** Points along a cable, on the screen. */
function pointsOf(cable: SVGElement): readonly Point[] {
  const path = cable.querySelector<SVGPathElement>(".react-flow__edge-path");
  const toScreen = path?.getScreenCTM();
  if (path === null || toScreen == null) return [];
  const length = path.getTotalLength();
  const count = Math.max(1, Math.ceil(length / PIECE_PIXELS));
  return Array.from({ length: count + 1 }, (_, n) =>
    path.getPointAtLength((n * length) / count).matrixTransform(toScreen),
  );
}
