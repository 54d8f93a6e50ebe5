import type { NumberParameter } from "@twobus/core";
import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";
import { formatValue } from "./format-value.ts";
import { parseValue } from "./parse-value.ts";
import { fromKnob, toKnob } from "./scale.ts";
import styles from "./slider.module.css";

export interface SliderProps {
  readonly label: string;
  readonly parameter: NumberParameter;
  readonly value: number;
  /** Called for every step of a drag. */
  readonly onChange: (value: number) => void;
  readonly onBegin?: () => void;
  readonly onEnd?: () => void;
}

const DRAG_PIXELS = 200;
const FINE = 0.1;
const STEP = 0.01;
const LARGE_STEP = 0.1;

/**
 * A value on a bar: drag sideways, Shift for a tenth of it; arrows step, Page keys step ten times as far, Home and End go to the
 * ends; double-click for the default; Enter, or a click on the figure, to type.
 */
export function Slider({ label, parameter, value, onChange, onBegin, onEnd }: SliderProps): ReactNode {
  const [isTyping, setTyping] = useState(false);
  const drag = useRef<{ x: number; position: number } | undefined>(undefined);
  const position = toKnob(parameter, value);
  const moveTo = (to: number): void => onChange(rounded(parameter, fromKnob(parameter, to)));

  const begin = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, position };
    onBegin?.();
  };
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    if (drag.current === undefined) return;
    const pixels = event.clientX - drag.current.x;
    const next = drag.current.position + (pixels / DRAG_PIXELS) * (event.shiftKey ? FINE : 1);
    drag.current = { x: event.clientX, position: Math.min(1, Math.max(0, next)) };
    moveTo(next);
  };
  const end = (): void => {
    if (drag.current === undefined) return;
    drag.current = undefined;
    onEnd?.();
  };
  const press = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = event.shiftKey ? STEP * FINE : STEP;
    const moves: Readonly<Record<string, number>> = {
      ArrowUp: position + step,
      ArrowRight: position + step,
      ArrowDown: position - step,
      ArrowLeft: position - step,
      PageUp: position + LARGE_STEP,
      PageDown: position - LARGE_STEP,
      Home: 0,
      End: 1,
    };
    const to = moves[event.key];
    if (to !== undefined) moveTo(to);
    else if (event.key === "Enter") setTyping(true);
    else if (event.key === "Delete") onChange(parameter.default);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const take = (text: string): void => {
    setTyping(false);
    const typed = parseValue(text, parameter, value);
    if (typed !== undefined) onChange(typed);
  };

  return (
    <div className={`${styles["row"]} nodrag nopan`} data-default={value === parameter.default}>
      <span className={styles["label"]}>{label}</span>
      <div
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={parameter.min}
        aria-valuemax={parameter.max}
        aria-valuenow={value}
        aria-valuetext={formatValue(parameter, value)}
        className={styles["track"]}
        onPointerDown={begin}
        onPointerMove={move}
        onPointerUp={end}
        onPointerCancel={end}
        onDoubleClick={() => onChange(parameter.default)}
        onKeyDown={press}
      >
        <div className={styles["fill"]} style={{ inlineSize: `${100 * position}%` }} />
      </div>
      {isTyping ? (
        <input
          className={styles["input"]}
          aria-label={`${label}, value`}
          defaultValue={formatValue(parameter, value)}
          ref={(input) => input?.select()}
          onBlur={(event) => take(event.currentTarget.value)}
          onKeyDown={(event) => {
            event.stopPropagation();
            if (event.key === "Enter") take(event.currentTarget.value);
            if (event.key === "Escape") setTyping(false);
          }}
        />
      ) : (
        <button type="button" tabIndex={-1} className={styles["value"]} onClick={() => setTyping(true)}>
          {formatValue(parameter, value)}
        </button>
      )}
    </div>
  );
}

/** What a hand means: decibels to a tenth, everything else to four digits. */
function rounded({ unit, min, max }: NumberParameter, value: number): number {
  const near = unit === "Db" ? Math.round(value * 10) / 10 : Number(value.toPrecision(4));
  return Math.min(max, Math.max(min, near));
}
