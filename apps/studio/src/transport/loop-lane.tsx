import { useRef, useState, type CSSProperties, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";
import { rangeBetween, withEnd, withStart, type LoopRange } from "./loop-range.ts";
import { clockText, spokenTime } from "./time-text.ts";
import styles from "./transport.module.css";
import type { LoopControl } from "./use-loop.ts";

/** A shorter drag is a click. */
const DRAG_PIXELS = 4;
const STEP_SECONDS = 0.1;
const PAGE_SECONDS = 5;

type Edge = "start" | "end";

/** What the pointer is dragging: an edge of the loop, as far from it as it was pressed, or a new one from there on. */
type Drag =
  | { readonly kind: Edge; readonly besideSeconds: number }
  | { readonly kind: "new"; readonly fromSeconds: number; readonly fromX: number };

/** What a drag has made of the loop so far. */
interface Drawn {
  readonly range: LoopRange;
  readonly isNew: boolean;
}

export interface LoopLaneProps {
  readonly loop: LoopControl;
  readonly mixSeconds: number;
  readonly onSeek: (seconds: number) => void;
}

/** The loop on the time line: drawn by a drag, its edges moved by pointer and keys. A click goes there. */
export function LoopLane({ loop, mixSeconds, onSeek }: LoopLaneProps): ReactNode {
  const lane = useRef<HTMLDivElement>(null);
  const drag = useRef<Drag | undefined>(undefined);
  const [drawn, setDrawn] = useState<Drawn | undefined>(undefined);
  const secondsAt = ({ clientX }: PointerEvent): number => {
    const { left, width } = lane.current!.getBoundingClientRect();
    return Math.max(0, Math.min(1, (clientX - left) / width)) * mixSeconds;
  };
  const begin = (event: PointerEvent<HTMLElement>): void => {
    if (!event.isPrimary) return forget(); // a second finger lets go
    if (event.button !== 0 || mixSeconds === 0) return;
    const edge = (event.target as HTMLElement).dataset["edge"] as Edge | undefined;
    const fromSeconds = secondsAt(event);
    drag.current =
      edge === undefined
        ? { kind: "new", fromSeconds, fromX: event.clientX }
        : { kind: edge, besideSeconds: fromSeconds - loop.range![`${edge}Seconds`] };
    lane.current!.setPointerCapture(event.pointerId);
  };
  const follow = (event: PointerEvent): void => {
    const { current } = drag;
    if (current === undefined) return;
    const seconds = secondsAt(event);
    if (current.kind !== "new") {
      const moved = current.kind === "start" ? withStart : withEnd;
      setDrawn({ range: moved(loop.range!, seconds - current.besideSeconds, mixSeconds), isNew: false });
    } else if (drawn !== undefined || Math.abs(event.clientX - current.fromX) >= DRAG_PIXELS) {
      setDrawn({ range: rangeBetween(current.fromSeconds, seconds, mixSeconds), isNew: true });
    }
  };
  const finish = (): void => {
    const { current } = drag;
    if (drawn !== undefined) loop.set(drawn.range, loop.isOn || drawn.isNew);
    else if (current?.kind === "new") onSeek(current.fromSeconds);
    forget();
  };
  const forget = (): void => {
    drag.current = undefined;
    setDrawn(undefined);
  };
  const shown = drawn?.range ?? loop.range;
  const share = (seconds: number): string => `${(100 * Math.min(1, seconds / mixSeconds)).toFixed(3)}%`;
  const isOn = loop.isOn || drawn?.isNew === true;
  return (
    <div
      ref={lane}
      role="group"
      aria-label="Loop on the time line"
      className={styles["lane"]}
      title="Drag to loop a part of the mix"
      onPointerDown={begin}
      onPointerMove={follow}
      onPointerUp={finish}
      onPointerCancel={forget}
    >
      {shown !== undefined && mixSeconds > 0 && (
        <div
          className={styles["range"]}
          data-on={isOn}
          style={{ "--from": share(shown.startSeconds), "--to": share(shown.endSeconds) } as CSSProperties}
        >
          <EdgeHandle edge="start" seconds={shown.startSeconds} mixSeconds={mixSeconds} onMove={loop.startAt} />
          <EdgeHandle edge="end" seconds={shown.endSeconds} mixSeconds={mixSeconds} onMove={loop.endAt} />
        </div>
      )}
    </div>
  );
}

interface EdgeHandleProps {
  readonly edge: Edge;
  readonly seconds: number;
  readonly mixSeconds: number;
  readonly onMove: (seconds: number) => void;
}

function EdgeHandle({ edge, seconds, mixSeconds, onMove }: EdgeHandleProps): ReactNode {
  const press = (event: KeyboardEvent): void => {
    const to: Readonly<Record<string, number>> = {
      ArrowLeft: seconds - STEP_SECONDS,
      ArrowDown: seconds - STEP_SECONDS,
      ArrowRight: seconds + STEP_SECONDS,
      ArrowUp: seconds + STEP_SECONDS,
      PageDown: seconds - PAGE_SECONDS,
      PageUp: seconds + PAGE_SECONDS,
      Home: 0,
      End: mixSeconds,
    };
    const wanted = to[event.key];
    if (wanted === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    onMove(wanted);
  };
  return (
    <span
      role="slider"
      tabIndex={0}
      className={styles["edge"]}
      data-edge={edge}
      aria-label={`Loop ${edge}`}
      aria-valuemin={0}
      aria-valuemax={mixSeconds}
      aria-valuenow={seconds}
      aria-valuetext={spokenTime(seconds)}
      title={`Loop ${edge}: ${clockText(seconds)}`}
      onKeyDown={press}
    />
  );
}
