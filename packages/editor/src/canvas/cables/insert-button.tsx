import { useStore } from "@xyflow/react";
import { use, type ReactNode } from "react";
import styles from "./cable.module.css";
import { cableEnds } from "../../patching/cable-ends.ts";
import { CanvasActionsContext } from "../canvas-actions.ts";

interface InsertButtonProps {
  readonly cable: string;
  /** The cable's middle. */
  readonly x: number;
  readonly y: number;
  /** How much further up it stands, so as not to cover what is written there. */
  readonly lift: number;
}

/** Half of a processor: it will stand with its middle where the cable's middle was. */
const HALF_WIDTH = 90;
const HALF_HEIGHT = 38;

/** At a cable's middle: puts another node there. It does not shrink with the canvas. */
export function InsertButton({ cable, x, y, lift }: InsertButtonProps): ReactNode {
  const { insertOn, hoverCable } = use(CanvasActionsContext);
  const growth = useStore(({ transform }) => Math.max(1, 1 / transform[2]));
  return (
    <button
      type="button"
      className={`${styles["insert"]} nodrag nopan`}
      style={{ transform: `translate(${x}px, ${y - lift * growth}px) translate(-50%, -50%) scale(${growth})` }}
      aria-label={`Insert on ${cable}`}
      title="Insert here"
      tabIndex={-1}
      onPointerEnter={() => hoverCable(cable)}
      onPointerLeave={() => hoverCable(undefined)}
      onClick={({ clientX, clientY }) =>
        insertOn(cableEnds(cable), { x: clientX, y: clientY }, { x: x - HALF_WIDTH, y: y - HALF_HEIGHT })
      }
    >
      +
    </button>
  );
}
