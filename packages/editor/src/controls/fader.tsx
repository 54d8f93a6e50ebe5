import { useState, type CSSProperties, type ReactNode } from "react";
import styles from "./fader.module.css";
import { faderScale, knobScale } from "./scale.ts";
import { useValueControl, type ValueControlProps } from "./use-value-control.ts";
import { ValueFigure } from "./value-figure.tsx";

export interface FaderProps extends ValueControlProps {
  /** Which way its track lies. */
  readonly orientation?: "horizontal" | "vertical";
  /** Without a figure beside it, where there is little room; it can be typed all the same. */
  readonly isBare?: boolean;
  /** Automation moves it: the figure is where it starts from. */
  readonly isAutomated?: boolean;
}

/**
 * A value as a fader: a level in dB on a console's scale, in tenths of a decibel, anything else on its own scale. Drag it, with
 * Shift a tenth as far; arrows and Page keys step, the wheel too while it has the focus; a double click and Delete give the
 * default, and Enter, or a click on the figure, lets one type. It fills the room that it is given.
 */
export function Fader(props: FaderProps): ReactNode {
  const { parameter, value, orientation = "horizontal", isBare = false, isAutomated = false } = props;
  const [isTyping, setTyping] = useState(false);
  const scale = parameter.unit === "Db" ? faderScale : knobScale;
  const { position, attributes } = useValueControl(props, { scale, orientation, onEnter: () => setTyping(true) });
  return (
    <div
      className={`${styles["fader"]} nodrag nopan nowheel`}
      data-orientation={orientation}
      data-bare={isBare}
      data-default={value === parameter.default}
      data-automated={isAutomated}
      style={{ "--position": position, "--default": scale.toPosition(parameter, parameter.default) } as CSSProperties}
    >
      <div {...attributes} className={styles["track"]}>
        <div className={styles["slot"]} />
        <div className={styles["default"]} />
        <div className={styles["cap"]} />
      </div>
      {(!isBare || isTyping) && <ValueFigure control={props} isTyping={isTyping} setTyping={setTyping} />}
    </div>
  );
}
