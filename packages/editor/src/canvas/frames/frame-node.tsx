import { HUES, type FrameRecord } from "@twobus/core";
import { useStore, type NodeProps } from "@xyflow/react";
import {
  memo,
  useRef,
  type CSSProperties,
  type KeyboardEvent,
  type MemoExoticComponent,
  type PointerEvent,
  type ReactNode,
} from "react";
import { useSession } from "../../session/session-context.tsx";
import styles from "./frame-node.module.css";
import type { FrameNode as FlowNode } from "./frame-view.ts";

/** A rectangle behind the boxes, with a title and a note. */
export const FrameNode: MemoExoticComponent<(props: NodeProps<FlowNode>) => ReactNode> = memo(function FrameNode({
  data: { graph, id, frame, onResize },
  selected,
  width = frame.width,
  height = frame.height,
}: NodeProps<FlowNode>): ReactNode {
  const session = useSession();
  const { title = "", note = "", colour } = frame;
  const change = (field: "title" | "note" | "colour", text: string): void => {
    const { [field]: before = "", ...rest } = frame;
    if (text === before) return;
    const next: FrameRecord = text === "" ? rest : { ...rest, [field]: text };
    session.do({ kind: "setFrame", graph, id, frame: next });
  };
  return (
    <div
      className={styles["frame"]}
      data-selected={selected}
      style={{ "--hue": colour ?? "var(--twobus-dim)" } as CSSProperties}
    >
      <div className={styles["head"]}>
        <input
          key={`title ${title}`}
          className={`${styles["title"]} nodrag nopan`}
          aria-label="Title of the frame"
          placeholder="Frame"
          maxLength={200}
          defaultValue={title}
          onBlur={({ currentTarget }) => change("title", currentTarget.value.trim())}
          onKeyDown={leaveOn("Enter", title)}
        />
        <span className={`${styles["tools"]} nodrag nopan`}>
          <select
            aria-label="Colour of the frame"
            value={colour ?? ""}
            onChange={(e) => change("colour", e.target.value)}
          >
            <option value="">neutral</option>
            {Object.entries(HUES).map(([family, hue]) => (
              <option key={family} value={hue}>
                {family}
              </option>
            ))}
          </select>
          <button
            type="button"
            aria-label="Remove the frame"
            title="Remove the frame"
            onClick={() => session.do({ kind: "setFrame", graph, id, frame: null })}
          >
            ×
          </button>
        </span>
      </div>
      <textarea
        key={`note ${note}`}
        className={`${styles["note"]} nodrag nopan nowheel`}
        aria-label="Note"
        placeholder="Note"
        maxLength={10_000}
        defaultValue={note}
        onBlur={({ currentTarget }) => change("note", currentTarget.value.trimEnd())}
        onKeyDown={leaveOn("Escape", note)}
      />
      <Corner width={width} height={height} onResize={onResize} />
    </div>
  );
});

/** Keeps what is written on a key, and takes it back on Escape where that is another. */
const leaveOn =
  (key: string, before: string) =>
  (event: KeyboardEvent<HTMLInputElement | HTMLTextAreaElement>): void => {
    if (event.key !== key && event.key !== "Escape") return;
    if (event.key !== key) event.currentTarget.value = before;
    event.stopPropagation();
    event.currentTarget.blur();
  };

const STEP = 8;
const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

/** Makes the frame larger or smaller, by dragging or by arrows. */
function Corner({
  width,
  height,
  onResize,
}: {
  width: number;
  height: number;
  onResize: (size: { width: number; height: number }, isDone: boolean) => void;
}): ReactNode {
  const zoom = useStore(({ transform }) => transform[2]);
  const start = useRef<{ x: number; y: number; width: number; height: number }>(undefined);
  const drag = ({ clientX, clientY }: PointerEvent, isDone: boolean): void => {
    if (start.current === undefined) return;
    const { x, y, ...size } = start.current;
    if (isDone) start.current = undefined;
    onResize({ width: size.width + (clientX - x) / zoom, height: size.height + (clientY - y) / zoom }, isDone);
  };
  const press = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onResize({ width: width + step[0], height: height + step[1] }, true);
  };
  return (
    <button
      type="button"
      className={`${styles["corner"]} nodrag nopan`}
      aria-label="Size of the frame: drag, or press arrows"
      onKeyDown={press}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, y: event.clientY, width, height };
      }}
      onPointerMove={(event) => drag(event, false)}
      onPointerUp={(event) => drag(event, true)}
      onLostPointerCapture={(event) => drag(event, true)}
    />
  );
}
