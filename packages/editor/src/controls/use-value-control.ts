import type { NumberParameter } from "@twobus/core";
import {
  useEffect,
  useRef,
  type AriaAttributes,
  type AriaRole,
  type HTMLAttributes,
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
} from "react";
import { spokenValue } from "./format-value.ts";
import { knobScale, rounded, stepped, type Scale } from "./scale.ts";
import { useRestingGesture } from "./use-resting-gesture.ts";

/** A number that is set by hand. Changes between `onBegin` and `onEnd` are one gesture. */
export interface ValueControlProps {
  /** Its name, as it is shown. */
  readonly label: string;
  /** What is read aloud, where `label` alone does not tell it from others. */
  readonly spokenLabel?: string;
  /** Its range, unit, default and scale, as `decibels`, `hertz` and the like of `@twobus/core` make them. */
  readonly parameter: NumberParameter;
  /** What it stands at, in the unit of its parameter. */
  readonly value: number;
  /** Given the new value in the same unit, within the range, rounded to what the figure shows. */
  readonly onChange: (value: number) => void;
  /** A drag, or a row of steps, begins: what it changes is one step to undo. */
  readonly onBegin?: (() => void) | undefined;
  /** The same ends: the drag lets go, the steps come to rest. */
  readonly onEnd?: (() => void) | undefined;
  /** What it does, for screen readers and as a tooltip. */
  readonly description?: string | undefined;
}

interface Way {
  readonly scale?: Scale;
  /** Which way a drag leads upwards. */
  readonly orientation: "horizontal" | "vertical";
  /** Enter was pressed. */
  readonly onEnter?: () => void;
}

interface ValueControl {
  /** From 0 to 1. */
  readonly position: number;
  readonly attributes: HTMLAttributes<HTMLDivElement> &
    AriaAttributes & { readonly role: AriaRole; readonly ref: RefObject<HTMLDivElement | null> };
}

const DRAG_PIXELS = 200;
const FINE = 0.1;
const LARGE_STEPS = 10;

/** How much finer a control moves while these keys are held. */
export const fineness = ({
  shiftKey,
  ctrlKey,
  metaKey,
}: {
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
}): number => (shiftKey ? (ctrlKey || metaKey ? FINE * FINE : FINE) : 1);

/**
 * What a slider does: drag, with Shift for a tenth of the way and Control-Shift for a hundredth; arrows step, Page keys ten times
 * as far, Home and End go to the ends; the wheel steps when it has the focus; double-click and Delete give the default.
 */
export function useValueControl(
  props: ValueControlProps,
  { scale = knobScale, orientation, onEnter }: Way,
): ValueControl {
  const { label, spokenLabel = label, parameter, value, onChange, description } = props;
  const element = useRef<HTMLDivElement>(null);
  const drag = useRef<{ at: number; position: number } | undefined>(undefined);
  const position = scale.toPosition(parameter, value);

  const { nudge, rest } = useRestingGesture(props.onBegin, props.onEnd);
  const step = (steps: number): void => change(stepped(scale, parameter, value, steps));
  const change = (next: number): void => {
    // What is stepped while it is held is of the drag.
    if (drag.current === undefined) nudge();
    onChange(next);
  };
  const latest = useRef(step);
  useEffect(() => {
    latest.current = step;
  });
  useEffect(() => {
    const turn = (event: WheelEvent): void => {
      if (document.activeElement !== element.current) return;
      event.preventDefault();
      event.stopPropagation();
      // With Shift a wheel turns sideways.
      latest.current(-Math.sign(event.deltaY || event.deltaX) * fineness(event));
    };
    const control = element.current!;
    control.addEventListener("wheel", turn, { passive: false });
    return () => control.removeEventListener("wheel", turn);
  }, []);

  const along = ({ clientX, clientY }: PointerEvent): number => (orientation === "horizontal" ? clientX : -clientY);
  const begin = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    rest();
    drag.current = { at: along(event), position };
    props.onBegin?.();
  };
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    if (drag.current === undefined) return;
    const at = along(event);
    const next = drag.current.position + ((at - drag.current.at) / DRAG_PIXELS) * fineness(event);
    drag.current = { at, position: Math.min(1, Math.max(0, next)) };
    onChange(rounded(parameter, scale.toValue(parameter, next)));
  };
  const end = (): void => {
    if (drag.current === undefined) return;
    drag.current = undefined;
    props.onEnd?.();
  };
  const press = (event: KeyboardEvent<HTMLDivElement>): void => {
    const size = fineness(event);
    const actions: Readonly<Record<string, () => void>> = {
      ArrowUp: () => step(size),
      ArrowRight: () => step(size),
      ArrowDown: () => step(-size),
      ArrowLeft: () => step(-size),
      PageUp: () => step(LARGE_STEPS),
      PageDown: () => step(-LARGE_STEPS),
      Home: () => change(parameter.min),
      End: () => change(parameter.max),
      Delete: () => change(parameter.default),
      ...(onEnter !== undefined && { Enter: onEnter }),
    };
    const act = actions[event.key];
    if (act === undefined) return;
    act();
    event.preventDefault();
    event.stopPropagation();
  };

  return {
    position,
    attributes: {
      ref: element,
      role: "slider",
      tabIndex: 0,
      title: description,
      "aria-label": spokenLabel,
      "aria-description": description,
      "aria-orientation": orientation,
      "aria-valuemin": parameter.min,
      "aria-valuemax": parameter.max,
      "aria-valuenow": value,
      "aria-valuetext": spokenValue(parameter, value),
      onPointerDown: begin,
      onPointerMove: move,
      onPointerUp: end,
      onLostPointerCapture: end,
      onDoubleClick: (event) => {
        event.stopPropagation();
        onChange(parameter.default);
      },
      onKeyDown: press,
      onBlur: rest,
    },
  };
}
