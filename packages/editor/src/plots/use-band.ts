import type { GraphId, NodeId, NodeRecord, PlainValue } from "@twobus/core";
import { useEffect, useRef, type HTMLAttributes, type KeyboardEvent, type PointerEvent, type RefObject } from "react";
import { formatValue, spokenValue } from "../controls/format-value.ts";
import { knobScale } from "../controls/scale.ts";
import { useRestingGesture } from "../controls/use-resting-gesture.ts";
import { fineness } from "../controls/use-value-control.ts";
import { useSession } from "../session/session-context.tsx";
import { valueOf } from "../session/value-of.ts";
import { firstShape, isOff, rangeOf, settled, settledAfter, type Band, type BandParameter } from "./bands.ts";
import { HERTZ, place, valueAt } from "./plot-scale.ts";

export interface BandPlace {
  readonly graph: GraphId;
  readonly node: NodeId;
  readonly record: NodeRecord;
  readonly band: Band;
  /** Half the height of the plot. */
  readonly rangeDb: number;
}

interface BandHandle {
  readonly frequencyHz: number;
  readonly gainDb: number;
  readonly isOff: boolean;
  readonly attributes: HTMLAttributes<HTMLDivElement> & { readonly ref: RefObject<HTMLDivElement | null> };
}

interface Drag {
  readonly x: number;
  readonly y: number;
  /** Where it would be if it could go everywhere. */
  readonly frequencyHz: number;
  readonly gainDb: number;
  readonly q: number;
}

/** A drag over so many pixels leads through all Qs. */
const Q_PIXELS = 200;
const LARGE_STEPS = 10;

/**
 * A point of a plot that is moved by hand: sideways its frequency, upwards its gain; with Alt, Control or Command, and with the
 * wheel, its Q. Shift makes all of it finer. A band that was off comes on where it is moved; a double click takes its gain away.
 */
export function useBand({ graph, node, record, band, rangeDb }: BandPlace): BandHandle {
  const session = useSession();
  const element = useRef<HTMLDivElement>(null);
  const drag = useRef<Drag | undefined>(undefined);
  const endGesture = useRef(() => {});
  const beginGesture = (): void => {
    endGesture.current = session.beginGesture();
  };
  const { nudge, rest } = useRestingGesture(beginGesture, () => endGesture.current());
  const { frequency, gain, q, shape } = band;
  const of = (part: BandParameter | undefined): number =>
    part === undefined ? 0 : Number(valueOf(record, part.name, part.parameter));
  const [frequencyHz, gainDb, qNow] = [of(frequency), of(gain), of(q)];
  const isBandOff = shape !== undefined && isOff(valueOf(record, shape.name, shape.parameter));

  const write = (param: string, value: PlainValue): void =>
    void session.do({ kind: "setParameter", graph, node, param, value });
  const set = (part: BandParameter | undefined, value: number): void => {
    if (part === undefined) return;
    if (isBandOff) write(shape.name, firstShape(shape.parameter));
    const next = settled(part.parameter, value);
    if (next !== of(part) || isBandOff) write(part.name, next);
  };
  const step = (part: BandParameter | undefined, steps: number): void => {
    if (part === undefined) return;
    nudge();
    set(part, settledAfter(part.parameter, of(part), steps));
  };

  const turn = useRef((_event: WheelEvent): void => {});
  useEffect(() => {
    turn.current = (event) => step(q, -Math.sign(event.deltaY || event.deltaX) * fineness(event));
  });
  useEffect(() => {
    const handle = element.current!;
    const take = (event: WheelEvent): void => {
      event.preventDefault();
      event.stopPropagation();
      turn.current(event);
    };
    handle.addEventListener("wheel", take, { passive: false });
    return () => handle.removeEventListener("wheel", take);
  }, []);

  const begin = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    rest();
    drag.current = { x: event.clientX, y: event.clientY, frequencyHz, gainDb, q: qNow };
    beginGesture();
  };
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    if (drag.current === undefined) return;
    const { width, height } = event.currentTarget.parentElement!.getBoundingClientRect();
    const before = drag.current;
    const fine = event.shiftKey ? 0.1 : 1;
    const [right, up] = [fine * (event.clientX - before.x), fine * (before.y - event.clientY)];
    drag.current = { ...before, x: event.clientX, y: event.clientY };
    if (event.altKey || event.ctrlKey || event.metaKey) {
      if (q?.parameter.kind !== "number") return;
      const position = knobScale.toPosition(q.parameter, before.q) + up / Q_PIXELS;
      drag.current = { ...drag.current, q: knobScale.toValue(q.parameter, position) };
      set(q, drag.current.q);
      return;
    }
    const share = place({ ...HERTZ, length: 1 }, before.frequencyHz) + right / width;
    const [least, most] = rangeOf((gain ?? frequency).parameter);
    const gainMoved = before.gainDb + (2 * rangeDb * up) / height;
    const moved = { frequencyHz: valueAt(HERTZ, share), gainDb: Math.min(most, Math.max(least, gainMoved)) };
    drag.current = { ...drag.current, ...moved };
    set(frequency, moved.frequencyHz);
    set(gain, moved.gainDb);
  };
  const end = (): void => {
    if (drag.current === undefined) return;
    drag.current = undefined;
    endGesture.current();
  };
  const press = (event: KeyboardEvent): void => {
    const size = fineness(event);
    const upwards = gain ?? frequency;
    const actions: Readonly<Record<string, () => void>> = {
      ArrowRight: () => step(frequency, size),
      ArrowLeft: () => step(frequency, -size),
      ArrowUp: () => step(upwards, size),
      ArrowDown: () => step(upwards, -size),
      PageUp: () => step(q ?? frequency, q === undefined ? LARGE_STEPS : size),
      PageDown: () => step(q ?? frequency, q === undefined ? -LARGE_STEPS : -size),
      Delete: flatten,
    };
    const act = actions[event.key];
    if (act === undefined) return;
    act();
    event.preventDefault();
    event.stopPropagation();
  };
  const flatten = (): void => {
    const part = gain ?? frequency;
    nudge();
    set(part, Number(part.parameter.default));
  };

  const spoken = gain ?? frequency;
  const [least, most] = rangeOf(spoken.parameter);
  return {
    frequencyHz,
    gainDb,
    isOff: isBandOff,
    attributes: {
      ref: element,
      role: "slider",
      tabIndex: 0,
      title: `${band.label}: ${textOf(formatValue)}`,
      "aria-label": band.label,
      "aria-description": HELP,
      "aria-valuemin": least,
      "aria-valuemax": most,
      "aria-valuenow": of(spoken),
      "aria-valuetext": textOf(spokenValue),
      onPointerDown: begin,
      onPointerMove: move,
      onPointerUp: end,
      onLostPointerCapture: end,
      onDoubleClick: (event) => {
        event.stopPropagation();
        flatten();
      },
      onKeyDown: press,
      onBlur: rest,
    },
  };

  function textOf(format: typeof formatValue): string {
    const part = (name: string, one: BandParameter | undefined, value: number): string[] =>
      one === undefined ? [] : [name + format(one.parameter, value)];
    return [
      ...(isBandOff ? ["off"] : []),
      ...part("", frequency, frequencyHz),
      ...part("", gain, gainDb),
      ...part("Q ", q, qNow),
    ].join(", ");
  }
}

const HELP = "Left and right set the frequency, up and down the gain, Page Up and Page Down the Q.";
